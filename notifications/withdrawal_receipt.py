"""The receipt that the law wants for a withdrawal: its content, its day and its time, by mail and at once.

It is noted in the log once the mail server has it, so a repeat sends nothing; a worker killed between the two
sends it again, with the same Message-ID.
"""

from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from commerce import merchants
from commerce.database import db, transaction
from commerce.merchants import Known
from commerce.models import Order
from commerce.outbox import Happened, subscribe
from commerce.settings import Settings
from commerce.work import GivenUp, TryLater
from notifications import letters, mail
from notifications.letters import Envelope, Letter
from notifications.link import settings_of_this_process
from returns.models.withdrawals import Withdrawal
from returns.withdrawal import log, reading


@subscribe("mail-withdrawal-receipt", ["withdrawal.made"], queue="carriers", foreign=True)
def mail_receipt(event: Happened) -> None:
    """Mail the receipt of a withdrawal, however late; nobody who was erased since gets one."""
    merchant, settings = merchants.known_by_id(event.merchant_id), settings_of_this_process()
    if merchant is None:
        return
    if not settings.smtp_url:
        raise TryLater("SMTP_URL is not set for this worker")
    with transaction():
        withdrawal = log.get(merchant.id, event.data["withdrawal"])
        if withdrawal.receipt or withdrawal.contact is None:
            return
        envelope = envelope_of(withdrawal, merchant, settings.mail_from, withdrawal.contact.email)
        letter = letter_of(withdrawal, merchant, settings, withdrawal.contact.name)
    try:
        message = letters.compose(letter, envelope)
    except ValueError:
        message = None
    if message is None:  # raised out here, as the error above holds the address and would be logged with it
        raise GivenUp("one of the addresses is none that a mail can carry")
    mail.send(settings.smtp_url, message)
    log.note_receipt(withdrawal)


def letter_of(withdrawal: Withdrawal, merchant: Known, settings: Settings, name: str) -> Letter:
    """The wording, in the language that the shopper read."""
    locale = letters.language([withdrawal.locale, *merchant.config["locales"]])
    order = db.session.get(Order, (merchant.id, withdrawal.order_id))
    lines = withdrawal.content["lines"]
    pages = log.return_pages(merchant.id, withdrawal.order_id)
    token = pages.get(withdrawal.return_code or "")
    return letters.write(
        "withdrawal",
        locale,
        shop=merchant.config["name"],
        name=name,
        number=withdrawal.order_number,
        code=withdrawal.code,
        at=format_datetime(withdrawal.made_at, "long", zone_of(merchant, order), locale),
        statement=withdrawal.content["statement"],
        lines=[line | {"title": line["title"] or line["id"]} for line in lines],
        cancelled=any(line["unsent"] for line in lines),
        sent_back=any(line["quantity"] > line["unsent"] for line in lines),
        return_page=f"{settings.base_url}/r/{token}" if token else None,
        order_page=f"{settings.base_url}/t/{order.page_token}" if order else None,
    )


def zone_of(merchant: Known, order: Order | None) -> ZoneInfo:
    """The shopper's time zone."""
    ship_to = order.ship_to if order else {}
    return reading.place_of(merchant, ship_to.get("country"), None, ship_to.get("postcode")).zone


def envelope_of(withdrawal: Withdrawal, merchant: Known, sender: str, recipient: str) -> Envelope:
    """From the installation's address in the merchant's name; answers go to the merchant."""
    return Envelope(
        sender_name=merchant.config["name"],
        sender=sender,
        recipient=recipient,
        reply_to=(merchant.config.get("brand") or {}).get("support_email"),
        message_id=f"<{withdrawal.code}@{sender.rpartition('@')[2]}>",
        at=withdrawal.made_at,
    )
