"""Mail on its way: one message, handed to the mail server that SMTP_URL names.

What goes wrong is told by the server's code alone: its words may repeat the shopper's address.
"""

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from commerce.work import GivenUp, TryLater

TIMEOUT = 15.0  # seconds, for each step of the conversation
PERMANENT = 500  # and above: RFC 5321, 4.2.1


def send(smtp_url: str, message: EmailMessage) -> None:
    """Hand a message over; `smtp://[user:password@]host[:port]`, or `smtps://` for TLS from the start.

    STARTTLS is used wherever the server offers it, and its certificate is checked. Raises `TryLater` where the
    server can't be reached or answers 4xx, `GivenUp` where it refuses for good.
    """
    try:
        server = connect(smtp_url, message["From"].addresses[0].domain)
        try:
            server.send_message(message)
        finally:
            leave(server)
    except smtplib.SMTPRecipientsRefused as exc:
        codes = [code for code, _ in exc.recipients.values()]
        problem = refusal(max(codes))
    except smtplib.SMTPResponseException as exc:
        problem = refusal(exc.smtp_code)
    except smtplib.SMTPServerDisconnected:
        problem = TryLater("the mail server hung up")
    except smtplib.SMTPException as exc:
        problem = GivenUp(f"the mail server can't do what is asked of it: {type(exc).__name__}")
    except OSError as exc:
        problem = TryLater(f"the mail server can't be reached: {type(exc).__name__}")
    else:
        return
    raise problem


def connect(smtp_url: str, name: str) -> smtplib.SMTP:
    """A server that is ready for a message.

    `name` is what this host calls itself: the sender's domain, as a resolver may take long to find its own.
    """
    parts, context = urlsplit(smtp_url), ssl.create_default_context()
    host = parts.hostname or ""
    server: smtplib.SMTP
    if parts.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, parts.port or 465, name, timeout=TIMEOUT, context=context)
    else:
        server = smtplib.SMTP(host, parts.port or 25, name, timeout=TIMEOUT)
    try:
        server.ehlo_or_helo_if_needed()
        if parts.scheme != "smtps" and server.has_extn("starttls"):
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        server.close()
        raise
    return server


def leave(server: smtplib.SMTP) -> None:
    """Say good-bye. By then the message is taken or refused: a server that fails here changes nothing."""
    with suppress(OSError):  # smtplib's own errors are among them
        server.quit()
    server.close()


def refusal(code: int) -> TryLater | GivenUp:
    """What an SMTP reply code means for the work; one that is none may be a broken line, so it passes."""
    return (GivenUp if code >= PERMANENT else TryLater)(f"the mail server answered {code}")
