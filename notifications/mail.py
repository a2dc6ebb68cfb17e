"""Mail on its way: one message, handed to the mail server that SMTP_URL names.

What goes wrong is told by the server's code alone: its words may repeat the shopper's address.
"""

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from functools import wraps
from typing import ParamSpec, TypeVar
from urllib.parse import unquote, urlsplit

from commerce.work import GivenUp, TryLater
from notifications.message import Refused, Unsure

TIMEOUT = 10.0  # seconds, for each step of the conversation
DONE, FORWARDED, START_INPUT, GOES_AWAY = 250, 251, 354, 421
TRANSIENT, PERMANENT = 400, 500  # and above: RFC 5321, 4.2.1
NO_SUCH_MAILBOX = (550, 551, 553)
ENHANCED = re.compile(rb"\s*(\d\.\d{1,3}\.\d{1,3})\b")
NOBODY_THERE = {b"5.1.1", b"5.1.2", b"5.1.3", b"5.1.6", b"5.1.10", b"5.2.1"}  # RFC 3463 and 7505

P = ParamSpec("P")
T = TypeVar("T")


class Lost(TryLater):
    """The connection is of no more use; another one may be."""


def send(smtp_url: str, message: EmailMessage, sign: Callable[[bytes, str], bytes] | None = None) -> None:
    """Hand a message over; `smtp://[user:password@]host[:port]`, or `smtps://` for TLS from the start.

    STARTTLS is used wherever the server offers it, and its certificate is checked. `sign` makes a header of the
    content and the sender's address. Raises as `deliver` does.
    """
    sender, recipient = (message[header].addresses[0].addr_spec for header in ("From", "To"))
    policy = SMTP if (sender + recipient).isascii() else SMTPUTF8
    content = message.as_bytes(policy=policy.clone(cte_type="7bit"))
    if sign:
        content = sign(content, sender) + content
    server = ready(smtp_url, sender)
    try:
        deliver(server, sender, recipient, content)
    finally:
        leave(server)


def told_plainly(call: Callable[P, T]) -> Callable[P, T]:
    """Turn what smtplib raises into what it means for the work, without its words."""

    @wraps(call)
    def plain(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return call(*args, **kwargs)
        except smtplib.SMTPException as exc:
            problem = meaning(exc)
        except OSError as exc:
            problem = Lost(f"the mail server can't be reached: {type(exc).__name__}")
        raise problem

    return plain


@told_plainly
def ready(smtp_url: str, sender: str) -> smtplib.SMTP:
    """A server that is ready for messages. Raises `TryLater` or, where it refuses us for good, `GivenUp`."""
    return connect(smtp_url, sender.rpartition("@")[2])


@told_plainly
def deliver(server: smtplib.SMTP, sender: str, recipient: str, content: bytes) -> None:
    """Hand one message over to a server that is ready; lines end in CRLF, the first is a header's.

    Raises `TryLater` where it was not taken (`Lost` with the connection), `Unsure` where the server was lost
    after it had all of it, `GivenUp` where it refuses for good and `Refused` where it does so for this recipient.
    """
    options = [f" size={len(content)}"] if server.has_extn("size") else []
    if not (sender + recipient).isascii():
        if not server.has_extn("smtputf8"):
            raise smtplib.SMTPNotSupportedError
        server.command_encoding = "utf-8"
        options.append(" SMTPUTF8 BODY=8BITMIME")
    commands = (f"MAIL FROM:<{sender}>{''.join(options)}", f"RCPT TO:<{recipient}>", "DATA")
    answers = announced(server, commands)
    answered(*next(answers))
    code, words = next(answers)
    if code >= PERMANENT and nobody(code, words):
        raise Refused(f"the mail server answered {code}")
    answered(code, words)
    answered(*next(answers), wanted=START_INPUT)
    server.send(content.removesuffix(b"\r\n").replace(b"\r\n.", b"\r\n..") + b"\r\n.\r\n")
    answered(*last_answer(server))


def announced(server: smtplib.SMTP, commands: Sequence[str]) -> Iterator[tuple[int, bytes]]:
    """The answers to MAIL, RCPT and DATA, up to a refusal; all are said at once where the server can (RFC 2920)."""
    if not server.has_extn("pipelining"):
        yield from (server.docmd(command) for command in commands)
        return
    if any(set(command) & {"\r", "\n"} for command in commands):
        raise GivenUp("a line's end stands in an address")  # smtplib looks at single commands alone
    server.send("".join(f"{command}\r\n" for command in commands))
    for left in reversed(range(len(commands))):
        code, words = server.getreply()
        if code >= TRANSIENT:
            withdraw(server, left)
        yield code, words


def withdraw(server: smtplib.SMTP, left: int) -> None:
    """Hear the answers to what was said beyond a refusal; a message that is waited for all the same ends at once."""
    with suppress(OSError):  # smtplib's own errors are among them; then the next command fails, too
        answers = [server.getreply() for _ in range(left)]
        if answers and answers[-1][0] == START_INPUT:
            server.docmd(".")


def last_answer(server: smtplib.SMTP) -> tuple[int, bytes]:
    """The answer to a whole message: from here on, silence does not say that it was not taken."""
    try:
        return server.getreply()
    except OSError:  # smtplib's own errors are among them
        server.close()
    raise Unsure("the mail server was lost before it answered")


def answered(code: int, words: bytes, wanted: int = DONE) -> None:
    """Pass where the server answered as it should; RFC 5321 lets it forward, too (251)."""
    if code not in (wanted, FORWARDED):
        raise smtplib.SMTPResponseException(code, words)


def meaning(exc: smtplib.SMTPException) -> TryLater | GivenUp:
    """What an error of smtplib means for the work."""
    if isinstance(exc, smtplib.SMTPResponseException):
        return refusal(exc.smtp_code)
    if isinstance(exc, smtplib.SMTPServerDisconnected):
        return Lost("the mail server hung up")
    return GivenUp(f"the mail server can't do what is asked of it: {type(exc).__name__}")


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
            server.ehlo_or_helo_if_needed()
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
    said = f"the mail server answered {code}"
    if code >= PERMANENT:
        return GivenUp(said)
    return Lost(said) if code == GOES_AWAY else TryLater(said)


def nobody(code: int, words: bytes) -> bool:
    """Whether a refused recipient is nobody at all, rather than one who takes no mail just now or of ours."""
    if status := ENHANCED.match(words):
        return status[1] in NOBODY_THERE
    return code in NO_SUCH_MAILBOX
