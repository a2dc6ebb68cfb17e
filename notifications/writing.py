"""From a notice that is to be sent to its message: facts gathered, words found, headers filled."""

from collections.abc import Sequence

from commerce.clock import now
from notifications import broken_templates, composing, gathering
from notifications.gathering_rows import Asked, Rows, rows_of
from notifications.kinds import KINDS
from notifications.message import Message
from notifications.reconsidering import Ready


def read_for(ready: Sequence[Ready]) -> Rows:
    """What the messages of these notices speak of, read at once."""
    return rows_of([asked_by(one) for one in ready])


def asked_by(ready: Ready) -> Asked:
    """What a notice asks to be told with."""
    notice, subject = ready.notice, ready.subject
    told = notice.told | {"others": list(ready.others)} if ready.parcels else notice.told
    about = (subject.order_id, subject.shipment_id, subject.return_id, subject.claim_id)
    return Asked(ready.merchant, *about, notice.locale, told, notice.kind, notice.channel)


def message_of(ready: Ready, rows: Rows) -> Message:
    """The message as its channel takes it, of what `read_for` found."""
    notice, merchant = ready.notice, ready.merchant
    facts = gathering.facts_from(rows, asked_by(ready))
    wording = composing.compose(notice.kind, notice.channel, notice.locale, facts, ready.rules.templates)
    if wording.broken:
        broken_templates.tell(merchant, wording.broken)
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
