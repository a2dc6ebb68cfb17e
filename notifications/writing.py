"""From a notice that is to be sent to its message: facts gathered, words found, headers filled."""

from commerce.clock import now
from commerce.database import transaction
from notifications import broken_templates, composing, gathering
from notifications.kinds import KINDS
from notifications.message import Message
from notifications.reconsidering import Ready


def message_of(ready: Ready) -> Message:
    """The message as its channel takes it."""
    notice, subject, merchant = ready.notice, ready.subject, ready.merchant
    told = notice.told | {"others": list(ready.others)} if ready.parcels else notice.told
    with transaction():
        facts = gathering.facts_of(
            merchant,
            subject.order_id,
            subject.shipment_id,
            subject.return_id,
            subject.claim_id,
            notice.locale,
            told,
            kind=notice.kind,
            channel=notice.channel,
        )
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
