"""From a notice that is to be sent to its message: facts gathered, words found, headers filled."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from commerce.clock import now
from notifications import composing, gathering
from notifications.facts import Facts
from notifications.gathering_rows import Asked, Rows, rows_of
from notifications.kinds import KINDS
from notifications.message import Message
from notifications.reconsidering import Ready
from notifications.telling import DATED


class Written(NamedTuple):
    """A message that is ready to leave; `said` is kept with what was told once it does.

    `broken` names the merchant's templates that failed.
    """

    ready: Ready
    message: Message
    said: dict[str, Any]
    broken: tuple[str, ...] = ()


def read_for(ready: Sequence[Ready]) -> Rows:
    """What the messages of these notices speak of, read at once."""
    return rows_of([asked_by(one) for one in ready])


def asked_by(ready: Ready) -> Asked:
    """What a notice asks to be told with."""
    notice, subject = ready.notice, ready.subject
    told = notice.told | {"others": list(ready.others)} if ready.parcels else notice.told
    about = (subject.order_id, subject.shipment_id, subject.return_id, subject.claim_id)
    return Asked(ready.merchant, *about, notice.locale, told, notice.kind, notice.channel)


def write(ready: Ready, rows: Rows) -> Written:
    """The message of a notice, of what `read_for` found."""
    facts = gathering.facts_from(rows, asked_by(ready))
    notice = ready.notice
    wording = composing.compose(notice.kind, notice.channel, notice.locale, facts, ready.rules.templates)
    return Written(ready, message_of(ready, facts, wording), said(ready, facts), wording.broken)


def said(ready: Ready, facts: Facts) -> dict[str, Any]:
    """What must be remembered of the wording: the days that were told, and of which parcels where of several."""
    told: dict[str, Any] = {"parcels": ready.parcels} if ready.parcels else {}
    parcel = facts.parcel
    if ready.notice.kind in DATED and parcel and parcel.earliest and parcel.latest:
        told["window"] = [parcel.earliest.isoformat(), parcel.latest.isoformat()]
    return told


def message_of(ready: Ready, facts: Facts, wording: composing.Wording) -> Message:
    """The message as its channel takes it."""
    notice, merchant = ready.notice, ready.merchant
    by_mail = ready.channel.address == "email"
    return Message(
        notice=notice.code,
        merchant_id=merchant.id,
        kind=notice.kind,
        recipient=ready.address,
        locale=notice.locale,
        subject=wording.subject,
        text=wording.text,
        html=wording.html,
        at=now(),
        sender_name=merchant.config["name"],
        sender=ready.rules.sender if by_mail else None,
        reply_to=ready.rules.reply_to or (merchant.config.get("brand") or {}).get("support_email"),
        unsubscribe_url=facts.links.unsubscribe if KINDS[notice.kind].optional else None,
        parameters=wording.parameters,
    )
