"""From what happened to the notices that tell of it: one row for each channel, in the events' own transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from commerce import locks, merchants
from commerce.clock import now
from commerce.database import run, transaction
from commerce.merchants import Known
from commerce.outbox import Happened, subscribe_to_sets
from notifications import channels, subjects
from notifications.causes import CAUSES, Cause
from notifications.drafts import WAITS, Drafts
from notifications.kinds import KINDS
from notifications.rules import Rules, rules_of
from notifications.subjects import Subject
from notifications.telling import (
    REQUESTS,
    UNDER_WAY,
    News,
    Reason,
    Recipient,
    Send,
    Skip,
    decide,
)

SHARED = UNDER_WAY - {"delay_cleared"} | {"delivered"}
"""Kinds whose news several parcels of an order may have together."""

REMIND_FROM = timedelta(days=6)
"""A return that must leave sooner than this after its approval gets the last reminder only."""


@subscribe_to_sets("decide-notices", CAUSES)
def decide_on(events: Sequence[Happened]) -> None:
    """Write the notices that some events are news for."""
    news = [told for event in events for told in told_by(event)]
    drafts, touched = Drafts(), set()
    with transaction():
        found = subjects.find_all([(merchant.id, cause.about, cause.code) for cause, merchant in news])
        for (cause, merchant), subject in zip(news, found, strict=True):
            if subject and subject.order in touched:  # an earlier one of the set may have changed it
                drafts.store()
                subject = subjects.find(merchant.id, cause.about, cause.code)
            if subject:
                touched.add(subject.order)
                tell_of(cause, subject, merchant, drafts)
        drafts.store()


def told_by(event: Happened) -> Iterator[tuple[Cause, Known]]:
    """What an event is news of that its merchant wants told."""
    if merchant := merchants.known_by_id(event.merchant_id):
        for cause in CAUSES[event.kind](event):
            if counts(cause.kind, rules_of(merchant)):
                yield cause, merchant


def counts(kind: str, rules: Rules) -> bool:
    """Whether news of a kind changes anything: it is told, or takes the place of what waits to be."""
    if kind == "delay_cleared":
        return True
    follow = REQUESTS if kind == "delivered" else ()
    return any(rules.channels_of(KINDS[name]) for name in (kind, *follow))


def tell_of(cause: Cause, subject: Subject, merchant: Known, drafts: Drafts) -> None:
    """Draft the notices of one piece of news, and of what is to follow a delivery."""
    rules = rules_of(merchant)
    at = cause.at or scanned_at(cause.kind, subject)
    if cause.kind == "return_reminder":
        at = at and halfway(at, subject.ship_by)
    if at is None:
        return
    if cause.kind == "out_for_delivery":
        cause = replace(cause, incident=f"{at.astimezone(subject.zone(merchant)):%Y-%m-%d}")
    if cause.kind == "delay_cleared" and drop_waiting(cause.incident, subject):
        subject = subjects.find(subject.merchant_id, cause.about, cause.code) or subject
    if cause.kind != "delay_cleared" or rules.tell_recovery:
        write(cause, at, subject, merchant, drafts)
    if cause.kind == "delivered" and not subject.waiting:
        of_order = replace(subject, shipment_id=None, status=None)
        for name, wait in rules.after_delivery.items():
            write(replace(cause, kind=name), at + wait, of_order, merchant, drafts)


def drop_waiting(incident: str, subject: Subject) -> bool:
    """Skip what still waits to tell of an incident that is over; says whether there was any."""
    about = (subject.merchant_id, subject.order_id, subject.shipment_id)
    return bool(run(DROP, (Reason.SUPERSEDED.value, now(), *about, incident, f"{incident}/")))


def scanned_at(kind: str, subject: Subject) -> datetime | None:
    """When a parcel took the status that is told of; None where it has not."""
    if kind == "delivered":
        return subject.delivered_at
    if kind == "shipped" and (subject.shipped_at or subject.status != "in_transit"):
        return subject.shipped_at
    return subject.last_scan_at


def halfway(approved_at: datetime, ship_by: datetime | None) -> datetime | None:
    """When to remind of a return that has not left, well before the last reminder."""
    if ship_by is None or ship_by - approved_at < REMIND_FROM:
        return None
    return approved_at + (ship_by - approved_at) / 2


def write(cause: Cause, at: datetime, subject: Subject, merchant: Known, drafts: Drafts) -> None:
    """One draft for each channel: scheduled, or skipped with the reason."""
    kind, rules = KINDS[cause.kind], rules_of(merchant)
    expected = cause.told.get("expected_on")
    news = News(kind, at, date.fromisoformat(expected) if expected else None)
    situation = subject.situation(rules.slip_days)
    shared = bool(rules.digest and subject.others and kind.name in SHARED)
    if shared:
        locks.wait(merchant.id, f"notices:{subject.order_id}")
    for channel in rules.channels_of(kind):
        decision = decide(
            news,
            situation,
            recipient_of(subject, channel, merchant, rules),
            now(),
            hold=rules.digest if shared and subject.waiting else timedelta(0),
        )
        told = cause.told
        if shared and isinstance(decision, Send) and (code := joined(cause, channel, subject)):
            decision, told = Skip(Reason.TOLD_WITH_ANOTHER), told | {"with": code}
        drafts.add(replace(cause, told=told), channel, at, decision, subject, merchant)


def recipient_of(subject: Subject, channel: str, merchant: Known, rules: Rules) -> Recipient:
    """Who would be told; what only counts at the moment of sending is looked at then."""
    way = channels.channel(channel)
    return Recipient(
        zone=subject.zone(merchant),
        quiet_hours=rules.quiet_hours,
        has_address=way is not None and subject.address(way.address) is not None,
        is_reachable=way is not None and way.ready(merchant),
    )


def joined(cause: Cause, channel: str, subject: Subject) -> str | None:
    """Let a waiting notice of another parcel of the order tell of this one too; returns its id."""
    values = (
        cause.code,
        now(),
        subject.merchant_id,
        subject.order_id,
        cause.kind,
        channel,
        subject.shipment_id,
    )
    rows = run(JOIN, values)
    return rows[0][0] if rows else None


JOIN = f"""
UPDATE notices n
SET told = jsonb_set(told, '{{others}}', coalesce(told->'others', '[]') || to_jsonb(%s::text))
WHERE {WAITS} AND due_at > %s AND merchant_id = %s AND order_id = %s AND kind = %s AND channel = %s
  AND shipment_id IS DISTINCT FROM %s
RETURNING code
"""  # noqa: S608
DROP = f"""
UPDATE notices n SET status = 'skipped', skip_reason = %s, settled_at = %s
WHERE merchant_id = %s AND order_id = %s AND shipment_id IS NOT DISTINCT FROM %s AND {WAITS}
  AND (incident = %s OR starts_with(incident, %s))
RETURNING id
"""  # noqa: S608
