"""The receipt that the law wants for a withdrawal: its content, its day and its time, by mail and at once.

It is noted in the log once the mail server has it, so a repeat sends nothing; a worker killed between the two
sends it again, with the same Message-ID.
"""

from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from commerce import merchants, settings
from commerce.database import db, transaction
from commerce.merchants import Known
from commerce.models import Order
from commerce.outbox import Happened, subscribe
from notifications import letters, post
from notifications.letters import Letter
from returns.models.withdrawals import Withdrawal
from returns.withdrawal import log, reading


@subscribe("mail-withdrawal-receipt", ["withdrawal.made"], queue="carriers", foreign=True)
def mail_receipt(event: Happened) -> None:
    """Mail the receipt of a withdrawal, however late; nobody who was erased since gets one."""
    merchant = merchants.known_by_id(event.merchant_id)
    if merchant is None:
        return
    post.server()
    with transaction():
        withdrawal = log.get(merchant.id, event.data["withdrawal"])
        if withdrawal.receipt or withdrawal.contact is None:
            return
        contact = withdrawal.contact
        envelope = post.to_shopper(merchant, contact.email, withdrawal.code, withdrawal.made_at)
        letter = letter_of(withdrawal, merchant, contact.name)
    post.send(letter, envelope)
    log.note_receipt(withdrawal)


def letter_of(withdrawal: Withdrawal, merchant: Known, name: str) -> Letter:
    """The wording, in the language that the shopper read."""
    base_url = settings.current().base_url
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
        return_page=f"{base_url}/r/{token}" if token else None,
        order_page=f"{base_url}/t/{order.page_token}" if order else None,
    )


def zone_of(merchant: Known, order: Order | None) -> ZoneInfo:
    """The shopper's time zone."""
    ship_to = order.ship_to if order else {}
    return reading.place_of(merchant, ship_to.get("country"), None, ship_to.get("postcode")).zone
