"""One order's whole story on one line of time, from everything that is known of it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from commerce.models import Order, OrderNote
from commerce.prices import price
from notifications.listing import Listed
from portal.console import words
from portal.console.trade import parcel_code
from portal.console.withdrawals import Declared
from portal.languages import _l
from portal.shopper.voice import Voice
from returns.claim_statuses import ClaimStatus
from returns.models.claims import Claim
from returns.models.money import Refund
from returns.models.requests import Return
from returns.statuses import NoteKind, ReturnStatus
from tracking.models import Shipment
from tracking.scans import Scan

RETURN_STEPS = {
    ReturnStatus.REQUESTED: _l("Return requested"),
    ReturnStatus.APPROVED: _l("Return approved"),
    ReturnStatus.IN_TRANSIT: _l("Return on its way"),
    ReturnStatus.RECEIVED: _l("Return received"),
    ReturnStatus.COMPLETED: _l("Return completed"),
    ReturnStatus.DECLINED: _l("Return declined"),
    ReturnStatus.CANCELLED: _l("Return cancelled"),
    ReturnStatus.EXPIRED: _l("Return expired"),
}
NOTES = {
    NoteKind.NOTE: _l("Note"),
    NoteKind.QUESTION: _l("Question to the shopper"),
    NoteKind.ANSWER: _l("Answer of the shopper"),
}
CLAIM_STEPS = {
    ClaimStatus.OPEN: _l("Claim opened"),
    ClaimStatus.IN_REVIEW: _l("Claim looked into"),
    ClaimStatus.APPROVED: _l("Claim granted"),
    ClaimStatus.DENIED: _l("Claim denied"),
    ClaimStatus.RESOLVED: _l("Claim resolved"),
}


class Happening(NamedTuple):
    """One dot on the line: when, what, more of it in small, a note's own words, a tint, and where it leads."""

    at: datetime
    title: str
    detail: str = ""
    note: str = ""
    tone: str = ""
    endpoint: str | None = None
    code: str | None = None


def story(
    voice: Voice,
    order: Order,
    parcels: Sequence[tuple[Shipment, Sequence[Scan]]],
    returned: Iterable[Return],
    claims: Iterable[Claim],
    notes: Iterable[OrderNote],
    notices: Iterable[Listed] = (),
    withdrawn: Iterable[Declared] = (),
) -> list[Happening]:
    """Everything that happened, the latest first."""
    found = [Happening(order.placed_at, voice.gettext(_l("Order placed")), order.channel or "", tone="calm")]
    if order.cancelled_at:
        found.append(Happening(order.cancelled_at, voice.gettext(_l("Order cancelled")), tone="care"))
    for shipment, scans in parcels:
        found += of_parcel(voice, shipment, scans)
    for request in returned:
        found += of_return(voice, request)
    for claim in claims:
        found += of_claim(voice, claim)
    found += [Happening(note.created_at, note.author, note=note.text) for note in notes]
    found += [of_notice(voice, notice) for notice in notices]
    found += [of_withdrawal(voice, one) for one in withdrawn]
    return sorted(found, key=lambda one: one.at, reverse=True)


def of_parcel(voice: Voice, shipment: Shipment, scans: Iterable[Scan]) -> Iterator[Happening]:
    """The hand-over with its promise, then each scan."""
    named = " · ".join(filter(None, (shipment.carrier, shipment.tracking_number)))
    promise = ""
    if shipment.promised_on:
        promise = voice.gettext(_l("Promised for %(day)s"), day=voice.date(shipment.promised_on))
    title = _l("Return parcel made") if shipment.direction == "inbound" else _l("Parcel made")
    made = shipment.shipped_at or shipment.created_at
    yield Happening(made, voice.gettext(title), " · ".join(filter(None, (named, promise))), tone="calm")
    for scan in scans:
        if scan.at is None:
            continue
        place = ", ".join(filter(None, (scan.place.city, scan.place.region))) if scan.place else ""
        title = words.word(voice.gettext, "parcel", parcel_code(scan.status, scan.status_detail))
        detail = " · ".join(filter(None, (scan.message, place, scan.source)))
        yield Happening(scan.at, title, detail, tone=words.tone(parcel_code(scan.status, scan.status_detail)))


def of_return(voice: Voice, request: Return) -> Iterator[Happening]:
    """Each step of a return, its money, and what was noted."""
    for status, said in RETURN_STEPS.items():
        if at := getattr(request, f"{status}_at"):
            detail = request.decline_reason or "" if status is ReturnStatus.DECLINED else ""
            tone = words.tone(status)
            yield Happening(
                at, voice.gettext(said), detail, tone=tone, endpoint="one_return", code=request.code
            )
    for note in request.notes:
        said = voice.gettext(NOTES[NoteKind(note.kind)])
        title = said if note.kind != NoteKind.NOTE else note.author or said
        yield Happening(note.created_at, title, note.author or "" if title == said else "", note=note.text)
    for refund in request.refunds:
        yield of_refund(voice, refund)


def of_claim(voice: Voice, claim: Claim) -> Iterator[Happening]:
    """Each step of a claim, and its money."""
    for status, said in CLAIM_STEPS.items():
        if at := getattr(claim, f"{status}_at"):
            kind = words.word(voice.gettext, "claim_kind", claim.kind)
            yield Happening(at, voice.gettext(said), kind, tone="care", endpoint="one_claim", code=claim.code)
    for refund in claim.refunds:
        yield of_refund(voice, refund)


def of_refund(voice: Voice, refund: Refund) -> Happening:
    amount = price(refund.amount, refund.currency, voice.locale)
    kind = words.word(voice.gettext, "money", refund.kind)
    status = words.word(voice.gettext, "refund", refund.status)
    detail = " · ".join(filter(None, (status, refund.error)))
    at = refund.settled_at or refund.created_at
    return Happening(at, f"{kind}: {amount}", detail, tone=words.tone(f"refund_{refund.status}"))


def of_withdrawal(voice: Voice, one: Declared) -> Happening:
    """That the shopper withdrew, from what, and until when it is paid back."""
    units = ", ".join(f"{count} × {title}" for title, count, _ in one.units)
    day = voice.date(voice.local(one.refund_by).date())
    detail = f"{units} · {voice.gettext(_l('to be paid back by %(day)s'), day=day)}"
    said = voice.gettext(_l("Withdrawn from the contract"))
    endpoint = "one_return" if one.return_code else None
    return Happening(one.made_at, said, detail, tone="care", endpoint=endpoint, code=one.return_code)


def of_notice(voice: Voice, notice: Listed) -> Happening:
    """What the shopper was told, on which channel, or why not."""
    say = voice.gettext
    title = say(_l("Message: %(what)s"), what=words.word(say, "notice_kind", notice.kind))
    status = words.word(say, "notice", notice.status)
    why = words.word(say, "skip_reason", notice.skip_reason) or notice.error
    channel = words.word(say, "channel", notice.channel)
    detail = " · ".join(filter(None, (channel, notice.to, status, why)))
    return Happening(notice.sent_at or notice.created_at, title, detail, tone=words.tone(notice.status))
