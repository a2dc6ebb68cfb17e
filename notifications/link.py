"""An order's link by mail, for a shopper whose details are too thin to open its page.

It goes to the address that the order was placed with and to no other, so asking tells a stranger nothing.
"""

from datetime import datetime, timedelta

from sqlalchemy import or_
from sqlalchemy.dialects.postgresql import insert

from commerce import merchants, orders, settings
from commerce.clock import now
from commerce.database import db, transaction
from commerce.merchants import Known
from commerce.models import Order
from commerce.outbox import Happened, subscribe
from notifications import letters, post
from notifications.letters import Letter
from notifications.models import MailedLink

STALE = timedelta(days=1)
APART = timedelta(hours=1)


@subscribe("mail-link", ["lookup.asked"], queue="carriers", foreign=True)
def mail_link(event: Happened) -> None:
    """Mail the link of the order that was asked for, where there is one, with an address, and it is due."""
    number, merchant = event.data["order"], merchants.known_by_id(event.merchant_id)
    if number is None or merchant is None or event.occurred_at < now() - STALE:
        return
    post.server()
    with transaction():
        order = orders.find(merchant.id, number)
        recipient = order.customer.get("email") if order else None
        if order is None or not recipient or not take_turn(order, event.occurred_at):
            return
        name = f"link.{event.merchant_id}.{event.id}"
        envelope = post.to_shopper(merchant, recipient, name, event.occurred_at)
        letter = letter_of(order, merchant)
    post.send(letter, envelope)


def take_turn(order: Order, asked_at: datetime) -> bool:
    """Whether an answer to the question of that time is due: one an hour, and a repeat of the same one."""
    asked = insert(MailedLink).values(merchant_id=order.merchant_id, order_id=order.id, asked_at=asked_at)
    due = or_(MailedLink.asked_at <= asked_at - APART, MailedLink.asked_at == asked_at)
    turn = asked.on_conflict_do_update(
        index_elements=["merchant_id", "order_id"], set_={"asked_at": asked_at}, where=due
    )
    return db.session.scalar(turn.returning(MailedLink.order_id)) is not None


def letter_of(order: Order, merchant: Known) -> Letter:
    """The wording, in the order's language or else the shop's first."""
    locale = letters.language([order.locale or "", *merchant.config["locales"]])
    link = f"{settings.current().base_url}/t/{order.page_token}"
    return letters.write("link", locale, shop=merchant.config["name"], number=order.number, link=link)
