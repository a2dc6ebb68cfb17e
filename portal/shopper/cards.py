"""One card for each parcel and one for what has not been shipped: all that the template puts in place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from commerce import dates
from portal.shopper.answer import Answer, answer_for, answer_for_waiting
from portal.shopper.links import web_address
from portal.shopper.page import Estimate, Item, Parcel, TrackingPage
from portal.shopper.rail import Step, not_shipped_rail, rail_of
from portal.shopper.situations import SETTLED, Situation
from portal.shopper.timeline import Timeline, timeline_of
from portal.shopper.voice import Voice
from tracking.statuses import Status

NO_SCANS = Timeline((), (), 0)
SCANS_SHOWN, SCANS_SHOWN_OF_SEVERAL = 3, 1


@dataclass(frozen=True, slots=True)
class Card:
    """A parcel, or the waiting units, in words; `facts` are pairs of a name and a date.

    `report` is the address where to tell what went wrong, and the words that lead there. `moments` are those
    at which the shop may have words of its own to say, `own` the sentence that it has.
    """

    anchor: str
    eyebrow: str | None
    answer: Answer
    rail: tuple[Step, ...]
    facts: tuple[tuple[str, str], ...]
    items_title: str
    items: tuple[Item, ...]
    timeline: Timeline = NO_SCANS
    carrier_name: str | None = None
    carrier_url: str | None = None
    tracking_number: str | None = None
    report: tuple[str, str] | None = None
    moments: tuple[str, ...] = ()
    own: str | None = None


def cards_of(page: TrackingPage, voice: Voice) -> tuple[Card, ...]:
    """All cards, those that are still to arrive first; there is always at least one."""
    outbound = [parcel for parcel in page.parcels if not parcel.returning]
    in_order = sorted(page.parcels, key=_urgency)
    cards = [_parcel_card(parcel, _eyebrow(parcel, outbound, voice), page, voice) for parcel in in_order]
    if page.waiting or not cards:
        cards.append(_waiting_card(page, voice, alone=not cards))
    return tuple(sorted(cards, key=lambda card: card.answer.situation in SETTLED))


def _urgency(parcel: Parcel) -> date:
    return parcel.estimate.latest if parcel.estimate else parcel.promised_on or date.max


def _eyebrow(parcel: Parcel, outbound: Sequence[Parcel], voice: Voice) -> str | None:
    """Which parcel of the order it is, numbered as the shop sent them, whatever order they are shown in."""
    if parcel.returning:
        return voice.gettext("Return")
    if len(outbound) == 1:
        return None
    number = outbound.index(parcel) + 1
    return voice.gettext("Parcel %(number)d of %(total)d", number=number, total=len(outbound))


def _parcel_card(parcel: Parcel, eyebrow: str | None, page: TrackingPage, voice: Voice) -> Card:
    shown = SCANS_SHOWN_OF_SEVERAL if len(page.parcels) > 1 else SCANS_SHOWN
    answer = answer_for(parcel, voice)
    at = _moments(parcel, answer)
    return Card(
        anchor=f"parcel-{page.parcels.index(parcel) + 1}",
        eyebrow=eyebrow,
        answer=answer,
        rail=rail_of(parcel),
        facts=tuple(_parcel_facts(parcel, answer, voice)),
        items_title=voice.gettext("In this parcel"),
        items=parcel.items,
        timeline=timeline_of(parcel.events, voice, shown),
        carrier_name=parcel.carrier_name,
        carrier_url=web_address(parcel.carrier_url),
        tracking_number=parcel.tracking_number,
        report=_report(parcel, answer, page, voice),
        moments=at,
        own=page.own.sentence(at, voice.locale),
    )


def _moments(parcel: Parcel, answer: Answer) -> tuple[str, ...]:
    """Where the parcel stands, the most telling first: its lateness, then its status."""
    if parcel.returning:
        return ()
    late = (parcel.late_days or parcel.silence) and answer.situation not in SETTLED
    return ("late", parcel.status) if late else (parcel.status,)


def _report(parcel: Parcel, answer: Answer, page: TrackingPage, voice: Voice) -> tuple[str, str] | None:
    """Where to report a parcel that has arrived, or that something is wrong with."""
    if page.claim_path is None or parcel.returning or parcel.status == Status.CANCELLED:
        return None
    address = f"{page.claim_path}?{urlencode({'parcel': parcel.id, 'new': 1})}"
    if answer.situation == Situation.DELIVERED:
        return address, voice.gettext("Not there, or something wrong with it?")
    return (address, voice.gettext("Report a problem")) if answer.tone in ("care", "bad") else None


def _waiting_card(page: TrackingPage, voice: Voice, alone: bool) -> Card:
    answer = answer_for_waiting(page, voice)
    promised = None if page.cancelled else page.waiting_promised_on
    late = ("late",) if page.ships_late or page.waiting_late_days else ()
    at = ("cancelled",) if page.cancelled else (*late, "not_shipped")
    return Card(
        anchor="waiting",
        eyebrow=None if alone or page.cancelled else voice.gettext("Still to come"),
        answer=answer,
        rail=not_shipped_rail() if alone and not page.cancelled else (),
        facts=tuple(_dates(promised, answer, page.waiting_estimate, voice)),
        items_title=voice.gettext("In this order")
        if alone or page.cancelled
        else voice.gettext("Still to come"),
        items=page.waiting,
        moments=at,
        own=page.own.sentence(at, voice.locale),
    )


def _parcel_facts(parcel: Parcel, answer: Answer, voice: Voice) -> Iterator[tuple[str, str]]:
    yield from _dates(None if parcel.returning else parcel.promised_on, answer, parcel.estimate, voice)
    if parcel.delivered_at and not parcel.returning:
        local = voice.local(parcel.delivered_at)
        when = {"day": voice.date(local.date()), "time": voice.clock(parcel.delivered_at)}
        yield voice.gettext("Delivered"), voice.gettext("%(day)s, %(time)s", **when)


def _dates(
    promised: date | None, answer: Answer, estimate: Estimate | None, voice: Voice
) -> Iterator[tuple[str, str]]:
    if promised:
        yield voice.gettext("Promised for"), voice.date(promised)
    if answer.window:
        first, last = answer.window
        yield voice.gettext("Expected now"), dates.span(first, last, voice.locale, voice.today)
        if estimate and first != last and first <= estimate.likely <= last:
            yield voice.gettext("Most likely"), voice.date(estimate.likely)
