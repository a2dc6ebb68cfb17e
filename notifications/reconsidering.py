"""What is known of claimed notices at the moment of sending: a parcel may have come meanwhile, a shopper gone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from commerce import merchants
from commerce.clock import now
from commerce.database import run, transaction
from commerce.merchants import Known
from notifications import channels, preferences, subjects
from notifications.claiming import Claimed
from notifications.kinds import KINDS
from notifications.message import Channel
from notifications.news import digest
from notifications.rules import Rules, rules_of
from notifications.subjects import Subject
from notifications.telling import (
    REQUESTS,
    News,
    Reason,
    Recipient,
    Send,
    Situation,
    Skip,
    decide,
    why_not_news,
)

DAY = timedelta(days=1)
OPTIONAL = [name for name, kind in KINDS.items() if kind.optional]


@dataclass(frozen=True)
class Ready:
    """A notice that is to be sent now: to whom, about what; `others` are parcels with the same news."""

    notice: Claimed
    merchant: Known
    rules: Rules
    channel: Channel
    address: str
    recipient_digest: bytes
    subject: Subject
    others: tuple[str, ...] = ()

    @property
    def parcels(self) -> tuple[str, ...]:
        """The codes of the parcels told of, where several were to be told of together."""
        return (self.subject.code or "", *self.others) if self.notice.told.get("others") else ()


Judged = tuple[Claimed, Ready | Send | Skip]  # `Send` where it is due at another moment


def reconsider(notices: Sequence[Claimed]) -> list[Judged]:
    """Decide once more about each, from what is known now, in few statements for all together."""
    with transaction():
        known = subjects.of_notices([notice.key for notice in notices])
        judged = [(notice, begun(notice, known.get(notice.id))) for notice in notices]
        facts = facts_of([ready for _, ready in judged if isinstance(ready, Ready)])
        sent = Counter[bytes]()
        return [
            (notice, weighed(ready, facts[notice.id], sent) if isinstance(ready, Ready) else ready)
            for notice, ready in judged
        ]


def begun(notice: Claimed, subject: Subject | None) -> Ready | Skip:
    """To whom a notice would go, if it can go to anybody."""
    merchant, channel = merchants.known_by_id(notice.merchant_id), channels.channel(notice.channel)
    if merchant is None or subject is None:
        return Skip(Reason.CANCELLED)
    if channel is None or not channel.ready(merchant):
        return Skip(Reason.CHANNEL_NOT_SET_UP)
    if (address := subject.address(channel.address)) is None:
        return Skip(Reason.NO_ADDRESS)
    return Ready(notice, merchant, rules_of(merchant), channel, address, digest(address), subject)


@dataclass(frozen=True)
class OfAddress:
    """What is known of an address: whether it is suppressed, whether its reader ever chose, and what they got."""

    suppressed: bool
    chose: bool
    sent_lately: int


def facts_of(ready: Sequence[Ready]) -> dict[int, OfAddress]:
    """What is known of each notice's address, by notice."""
    if not ready:
        return {}
    columns = zip(
        *((r.notice.merchant_id, r.notice.id, r.notice.channel, r.recipient_digest) for r in ready),
        strict=True,
    )
    moment = now()
    values = (moment - DAY, moment - 2 * DAY, OPTIONAL, *(list(column) for column in columns))
    return {notice: OfAddress(*facts) for notice, *facts in run(FACTS, values)}


FACTS = """
SELECT r.id, EXISTS (
    SELECT FROM suppressions s
    WHERE s.merchant_id = r.merchant_id AND s.channel = r.channel AND s.recipient_digest = r.digest
), EXISTS (
    SELECT FROM consents c
    WHERE c.merchant_id = r.merchant_id AND c.channel = r.channel AND c.address_digest = r.digest
), (
    SELECT count(*) FROM notices n
    WHERE n.merchant_id = r.merchant_id AND n.recipient_digest = r.digest AND n.sent_at > %s AND n.due_at > %s
      AND n.kind = ANY(%s)
)
FROM unnest(%s::int[], %s::bigint[], %s::text[], %s::bytea[]) AS r(merchant_id, id, channel, digest)
"""


def weighed(ready: Ready, facts: OfAddress, sent: Counter[bytes]) -> Ready | Send | Skip:
    """The decision; `sent` counts those of this batch, by recipient."""
    notice, kind = ready.notice, KINDS[ready.notice.kind]
    parcels = still_news(ready)
    if isinstance(parcels, Skip):
        return parcels
    recipient = Recipient(
        zone=ready.subject.zone(ready.merchant),
        quiet_hours=ready.rules.quiet_hours,
        daily_cap=ready.rules.daily_cap,
        sent_lately=facts.sent_lately + sent[ready.recipient_digest],
        wanted=notice.channel in ready.rules.channels_of(kind),
        asked_for=asks_for(ready, facts),
        suppressed=facts.suppressed,
    )
    decision = decide(news_of(notice), situation_of(ready, parcels[0]), recipient, now())
    if isinstance(decision, Skip) or decision.at > now():
        return decision
    sent[ready.recipient_digest] += kind.optional
    return replace(ready, subject=parcels[0], others=tuple(parcel.code or "" for parcel in parcels[1:]))


def asks_for(ready: Ready, facts: OfAddress) -> bool:
    """Whether the reader wants the kind; most never chose, and their channel's default needs no look-up."""
    if not facts.chose and ready.notice.channel in preferences.UNASKED:
        return True
    notice = ready.notice
    return preferences.wants(notice.merchant_id, ready.address, notice.kind, notice.channel)


def still_news(ready: Ready) -> list[Subject] | Skip:
    """The subject, or of parcels told together those that it still is news of."""
    subject, codes = ready.subject, ready.notice.told.get("others") or []
    if not codes:
        return [subject]
    also = subjects.parcels(subject.merchant_id, subject.order_id, codes)
    news, reason = news_of(ready.notice), None
    kept = []
    for parcel in [subject, *also]:
        why = why_not_news(news, situation_of(ready, parcel), now())
        reason = reason or why
        if why is None:
            kept.append(parcel)
    return kept or Skip(reason or Reason.SUPERSEDED)


def news_of(notice: Claimed) -> News:
    return News(KINDS[notice.kind], notice.news_at, notice.expected_on)


def situation_of(ready: Ready, subject: Subject) -> Situation:
    """What is known of the subject; whether its order had trouble is looked up for the kinds it counts for."""
    situation = subject.situation(ready.rules.slip_days)
    if ready.notice.kind not in REQUESTS:
        return situation
    return replace(situation, trouble=subjects.had_trouble(subject.merchant_id, subject.order_id))
