"""Whether those who carry messages answer: Twilio, WhatsApp, the mail server. Nothing is sent."""

import smtplib

from flask import current_app

from commerce.connections import CHECKS, NoAnswer, get, needed
from commerce.merchants import Known
from notifications import mail
from notifications.providers.whatsapp_cloud.sending import BASE, VERSION

TWILIO = "https://api.twilio.com"
NOT_LET_IN = (530, 534, 535, 538)


def twilio(merchant: Known) -> None:
    """Read the account. Raises `NoAnswer`."""
    account, token = needed(merchant, "twilio", "account_sid", "auth_token")
    base = str(merchant.integrations["twilio"].get("api_base") or TWILIO).rstrip("/")
    get(f"{base}/2010-04-01/Accounts/{account}.json", user=(account, token))


def whatsapp(merchant: Known) -> None:
    """Read the number that messages come from. Raises `NoAnswer`."""
    number, token = needed(merchant, "whatsapp", "phone_number_id", "access_token")
    base = str(merchant.integrations["whatsapp"].get("api_base") or BASE).rstrip("/")
    get(f"{base}/{VERSION}/{number}?fields=id", bearer=token)


def smtp(merchant: Known) -> None:
    """Greet the mail server that SMTP_URL names, sign in, and do nothing. Raises `NoAnswer`."""
    settings = current_app.config["SETTINGS"]
    if not settings.smtp_url:
        raise NoAnswer("not_set", "SMTP_URL")
    try:
        server = mail.connect(settings.smtp_url, settings.mail_from.rpartition("@")[2])
        try:
            code, _ = server.noop()
        finally:
            mail.leave(server)
    except TimeoutError as exc:
        raise NoAnswer("too_slow") from exc
    except smtplib.SMTPResponseException as exc:
        let_in = exc.smtp_code not in NOT_LET_IN
        raise NoAnswer("refused" if let_in else "not_let_in", f"SMTP {exc.smtp_code}") from exc
    except (OSError, smtplib.SMTPException) as exc:
        raise NoAnswer("unreachable", type(exc).__name__) from exc
    if code != mail.DONE:
        raise NoAnswer("refused", f"SMTP {code}")


CHECKS.update(twilio=twilio, whatsapp=whatsapp, smtp=smtp)
