"""The claim pages: choosing what happened, telling of it, and what became of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from commerce import ids
from commerce.merchants import Known
from commerce.models import Order
from portal.shopper.claiming import words
from portal.shopper.claiming.report import NAMES_ITEMS, SHOWS_ITEMS, Report, Sent, kinds, named
from portal.shopper.logos import brand_of
from portal.shopper.render import Rendered, render_page
from portal.shopper.returning.form import Speaker
from portal.shopper.returning.status import moved
from portal.shopper.returning.words import PROBLEMS
from portal.shopper.voice import Voice
from portal.shopper.words import Tone
from returns.claim_statuses import ClaimKind, ClaimResolution, ClaimStatus
from returns.models.claims import Claim


class Visit(NamedTuple):
    """Who looks at which order's claims, in which language."""

    merchant: Known
    order: Order
    voice: Voice
    parcels: Sequence[Sent]
    claims: Sequence[Claim]


class Choice(NamedTuple):
    """A parcel with what can be reported of it: pairs of a field's value and its words."""

    title: str | None
    items: str
    kinds: tuple[tuple[str, str], ...]


class Line(NamedTuple):
    """A line of the parcel that is reported, `units` of its `most` chosen."""

    id: str
    title: str
    variant: str | None
    most: int
    units: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A claim in words; `money` are pairs with a name first."""

    label: str
    sentences: tuple[str, ...]
    icon: str
    tone: Tone
    kind: str
    items: tuple[Line, ...]
    money: tuple[tuple[str, str], ...]
    told_on: str


def render_choice(visit: Visit, parcels: Sequence[Sent], problem: str | None, lang: str | None) -> Rendered:
    """The question what happened, for some of the order's parcels."""
    choices = [choice(visit, parcel) for parcel in parcels]
    kept = {"new": "1"} | ({"parcel": parcels[0].code} if len(parcels) == 1 else {})
    return rendered(visit, "claim.html", problem, lang, kept, choices=choices, report=None)


def choice(visit: Visit, parcel: Sent) -> Choice:
    voice, several = visit.voice, len(visit.parcels)
    number = visit.parcels.index(parcel) + 1
    title = voice.gettext("Parcel %(number)d of %(total)d", number=number, total=several)
    items = ", ".join(line.title for line in lines(visit.order, parcel.units))
    offered = kinds(parcel, voice.today)
    pairs = tuple((named(kind, parcel), voice.gettext(words.KINDS[kind])) for kind in offered)
    return Choice(title if several > 1 else None, items, pairs)


def render_report(visit: Visit, report: Report, problem: str | None, lang: str | None) -> Rendered:
    """What is asked of a report, beside what happens next."""
    voice, kind = visit.voice, report.kind
    return rendered(
        visit,
        "claim.html",
        problem,
        lang,
        {"about": report.about},
        report=report,
        says=voice.gettext(words.KINDS[kind]),
        which=voice.gettext(words.WHICH[kind]) if kind in NAMES_ITEMS else None,
        lines=lines(visit.order, report.parcel.units, report.units),
        shows=kind in SHOWS_ITEMS,
        next=voice.gettext(words.NEXT[kind]),
        once=ids.token(),
    )


def render_claims(visit: Visit, lang: str | None) -> Rendered:
    """What was reported of the order, and what became of it."""
    made = [shown(visit, claim) for claim in visit.claims]
    return rendered(visit, "claims.html", None, lang, {}, claims=made)


def rendered(
    visit: Visit, template: str, problem: str | None, lang: str | None, kept: dict[str, str], **values: object
) -> Rendered:
    voice = visit.voice
    order = voice.gettext("Order %(number)s", number=visit.order.number)
    known = words.PROBLEMS | PROBLEMS
    return render_page(
        template,
        brand_of(visit.merchant),
        voice.locale,
        tuple(visit.merchant.config["locales"]),
        subject=order,
        kept=urlencode(kept) + "&" if kept else "",
        order=order,
        problem=voice.gettext(known[problem]) if problem else None,
        here=f"/t/{visit.order.page_token}/claim",
        back=f"/t/{visit.order.page_token}",
        lang=voice.locale if lang else None,
        **values,
    )


def lines(order: Order, most: Mapping[str, int], units: Mapping[str, int] | None = None) -> list[Line]:
    """Lines of the order of which there are any; the only unit there is needs no choosing."""
    only = sum(most.values()) == 1
    counts = units or {}
    return [
        Line(
            line.line_id,
            line.title or line.sku or line.line_id,
            line.variant,
            most[line.line_id],
            1 if only else counts.get(line.line_id, 0),
        )
        for line in order.lines
        if most.get(line.line_id)
    ]


def shown(visit: Visit, claim: Claim) -> Shown:
    """One claim as it stands."""
    voice, speaker = visit.voice, Speaker(visit.voice, visit.order.currency)
    told = words.STATUSES[ClaimStatus.DENIED if claim.denial_reason else ClaimStatus(claim.status)]
    whole = {line["id"]: line["quantity"] for line in claim.lines}
    return Shown(
        voice.gettext(told.label),
        tuple(sentences(claim, told, voice)),
        told.icon,
        told.tone,
        voice.gettext(words.KINDS[ClaimKind(claim.kind)]),
        tuple(lines(visit.order, whole)),
        tuple(moved(claim.refunds, speaker)),
        voice.date(voice.local(claim.open_at).date()),
    )


def sentences(claim: Claim, told: words.Told, voice: Voice) -> Iterator[str]:
    """What comes next, or how it ended."""
    if claim.status in (ClaimStatus.OPEN, ClaimStatus.IN_REVIEW):
        yield voice.gettext(words.NEXT[ClaimKind(claim.kind)])
    if claim.denial_reason:
        yield claim.denial_reason
    elif claim.resolution:
        yield voice.gettext(words.GRANTED[ClaimResolution(claim.resolution)])
    if told.sentence:
        yield voice.gettext(told.sentence)
