"""Notices for staff to look at: composed from a real order, and sent to nobody but themselves."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from commerce import merchants, orders, staff
from commerce.clock import now
from commerce.database import db, transaction
from commerce.errors import AppError, Invalid, NotFound
from commerce.ids import public_id
from commerce.merchants import Known
from commerce.models import Order
from commerce.outbox import Happened, emit, subscribe
from commerce.work import GivenUp
from notifications import channels, gathering
from notifications.composing import MAIL, Wording, compose
from notifications.kinds import KINDS
from notifications.message import Message, Unsure
from notifications.overrides import fault
from notifications.rules import rules_of
from returns.models.claims import Claim
from returns.models.requests import Return
from tracking.models import Shipment

ABOUT: dict[str, type[Shipment] | type[Return] | type[Claim]] = {
    "shipment": Shipment,
    "return": Return,
    "claim": Claim,
}


class NoMail(AppError):
    status, code, title = 409, "mail_not_set_up", "This installation sends no mail"


def preview(
    merchant: Known,
    kind: str,
    channel: str,
    number: str,
    locale: str | None = None,
    templates: Mapping[str, str] | None = None,
) -> Wording:
    """What a notice of the kind would say of that order now; its newest parcel, return or claim counts.

    `templates` ({subject, text, html}) stand in the place of the merchant's own. Raises `NotFound` for an unknown
    order, `Invalid` for templates that will not do.
    """
    overrides = rules_of(merchant).templates
    order = orders.get(merchant.id, number)
    spoken = locale or order.locale or merchant.config["locales"][0]
    if templates is not None:
        refuse_unfit(templates)
        overrides = {kind: {channel: {spoken: dict(templates)}}}
    newest = newest_of(order, KINDS[kind].about)
    facts = gathering.facts_of(
        merchant,
        order.id,
        newest.get("shipment"),
        newest.get("return"),
        newest.get("claim"),
        spoken,
        {},
        kind=kind,
        channel=channel,
    )
    return compose(kind, channel, spoken, facts, overrides)


def refuse_unfit(templates: Mapping[str, str]) -> None:
    faults = [
        {"pointer": f"/templates/{part}", "code": "invalid_template", "message": said}
        for part, source in templates.items()
        if (said := fault(source, part))
    ]
    if faults:
        raise Invalid(faults)


def newest_of(order: Order, about: str) -> dict[str, int]:
    """The number of what the order had last of that kind, by what it is; nothing where it had none."""
    if (model := ABOUT.get(about)) is None:
        return {}
    statement = select(model.id).where(model.merchant_id == order.merchant_id, model.order_id == order.id)
    if model is Shipment:
        statement = statement.where(Shipment.direction == "outbound")
    found = db.session.scalar(statement.order_by(model.id.desc()).limit(1))
    return {about: found} if found else {}


def send_test(merchant: Known, to: str, asked: Mapping[str, Any]) -> None:
    """Have a preview mailed to one of the merchant's people: to nobody else, so that it can't be used to write
    to strangers. `asked` are the arguments of `preview`. Raises `Invalid` for any other address."""
    way = channels.channel(MAIL)
    if way is None or not way.ready(merchant):
        raise NoMail("set SMTP_URL first")
    try:
        user = staff.by_email(merchant.id, to.strip())
    except NotFound as exc:
        message = "Not the address of one of the merchant's people."
        raise Invalid([{"pointer": "/to", "code": "not_staff", "message": message}]) from exc
    with transaction():
        emit(merchant.id, "notice.tried", user=user.id, asked=dict(asked))


@subscribe("send-test-notice", ["notice.tried"], queue="carriers", foreign=True)
def mail_test(event: Happened) -> None:
    """Compose it once more and mail it."""
    merchant, way = merchants.known_by_id(event.merchant_id), channels.channel(MAIL)
    if merchant is None or way is None:
        return
    with transaction():
        try:
            recipient = staff.get(merchant.id, event.data["user"]).email
            wording = preview(merchant, **event.data["asked"])
        except (NotFound, Invalid):
            return  # gone since
    try:
        way.send(message_of(event, merchant, recipient, wording), merchant)
    except Unsure as exc:
        raise GivenUp("it may have been sent") from exc


def message_of(event: Happened, merchant: Known, recipient: str, wording: Wording) -> Message:
    rules = rules_of(merchant)
    return Message(
        notice=public_id("try"),
        merchant_id=merchant.id,
        kind=event.data["asked"]["kind"],
        recipient=recipient,
        locale=event.data["asked"].get("locale") or merchant.config["locales"][0],
        subject=wording.subject,
        text=wording.text,
        html=wording.html,
        at=now(),
        sender_name=merchant.config["name"],
        sender=rules.sender,
        reply_to=rules.reply_to or (merchant.config.get("brand") or {}).get("support_email"),
        unsubscribe_url=None,
    )
