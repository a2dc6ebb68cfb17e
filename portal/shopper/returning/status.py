"""The page of one return: where it stands, what to do next, and what comes back when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from portal.shopper.returning import words
from portal.shopper.returning.choices import Choice, written
from portal.shopper.returning.coming_back import is_by_hand
from portal.shopper.returning.form import Speaker, difference
from portal.shopper.voice import Voice
from returns import changing, found, paying, stock
from returns.label_statuses import LabelStatus
from returns.labels import METHODS
from returns.models.money import Refund
from returns.models.requests import Return, ReturnLine
from returns.policy.vocabulary import Method, Resolution
from returns.questions import Asked, asked, is_open
from returns.refunds import RefundKind, RefundStatus
from returns.settlement import owed
from returns.statuses import ALLOWED, FREES_UNITS, RefundOn, ReturnStatus

ON_ITS_WAY = frozenset({RefundStatus.PENDING, RefundStatus.UNKNOWN})


@dataclass(frozen=True, slots=True)
class ReturnedItem:
    """A line of the return, with what was answered about it."""

    title: str
    variant: str | None
    quantity: int
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReturnPage:
    """One return in words; `steps` is what the shopper has to do, `links` and `money` pairs with a name first."""

    told: words.Told
    sentence: str
    steps: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    items: tuple[ReturnedItem, ...]
    money: tuple[tuple[str, str], ...]
    when: str | None
    can_cancel: bool
    change_path: str | None
    questions: tuple[Asked, ...] = ()
    waiting: bool = False  # for the shopper's answer


def page_of(request: Return, voice: Voice, *, at_places: bool = False) -> ReturnPage:
    """What the page of a return says today; `at_places`: with places to hand it in at."""
    status = ReturnStatus(request.status)
    speaker = Speaker(voice, request.currency, request.is_gift)
    told = words.CHANGED if request.replaced_by else words.STATUSES[status]
    names = {line.line_id: (line.title, line.variant) for line in request.order.lines}
    money = tuple(amounts(request, status, speaker))
    questions = tuple(asked(request.notes))
    return ReturnPage(
        told=told,
        sentence=request.decline_reason or (voice.gettext(told.sentence) if told.sentence else ""),
        steps=tuple(steps(request, status, voice, at_places)),
        links=tuple(links(request, status, voice)),
        items=tuple(item(line, names, request, speaker) for line in request.lines),
        money=money,
        when=paid_when(request, status, voice) if money else None,
        can_cancel=can_cancel(request),
        change_path=change_path(request) if changing.can_change(request) else None,
        questions=questions,
        waiting=is_open(request) and any(one.answer is None for one in questions),
    )


def can_cancel(request: Return) -> bool:
    """Whether the shopper may take it back; a withdrawal from the contract stands."""
    movable = ReturnStatus.CANCELLED in ALLOWED[ReturnStatus(request.status)]
    return movable and request.withdrawal is None and not live_refunds(request)


def change_path(request: Return) -> str:
    """The form with all that was chosen."""
    chosen = [
        Choice(line.line_id, line.quantity, line.reason, line.resolution, line.exchange_for, line.method)
        for line in request.lines
    ]
    query = urlencode([("change", request.page_token), *written(chosen)])
    return f"/t/{request.order.page_token}/return?{query}"


def paid_when(request: Return, status: ReturnStatus, voice: Voice) -> str | None:
    """When the money moves, while the parcel is not here yet."""
    if status not in {ReturnStatus.REQUESTED, ReturnStatus.APPROVED, ReturnStatus.IN_TRANSIT}:
        return None
    when = voice.gettext(words.PAID_WHEN[RefundOn(request.refund_on)])
    if any(line.resolution in (None, Resolution.REFUND) for line in request.lines):
        return voice.sentences(when, voice.gettext("Your bank may take a few days more."))
    return when


def steps(request: Return, status: ReturnStatus, voice: Voice, at_places: bool) -> Iterator[str]:
    """What the shopper does next, while there is something to send."""
    if request.replaced_by:
        yield voice.gettext("You changed it. What counts now is the new one.")
    if status is not ReturnStatus.APPROVED:
        return
    if request.kept:
        yield voice.gettext("Please keep the item. There is nothing to send back.")
        return
    titles: dict[Method, list[str]] = {}
    for line in request.lines:
        if line.method and not line.keep_item:
            titles.setdefault(Method(line.method), []).append(line.facts.get("line.title", line.line_id))
    for method, which in titles.items():
        step = voice.gettext(next_step(request, method, at_places))
        yield f"{', '.join(which)}: {step}" if len(titles) > 1 else step
    if any(line.keep_item for line in request.lines):
        yield voice.gettext("Please keep what is marked so below.")
    if request.ship_by:
        yield deadline(request, list(titles), voice.date(voice.local(request.ship_by).date()), voice)


def deadline(request: Return, methods: Sequence[Method], day: str, voice: Voice) -> str:
    """Until when it has to be under way, by the day's name."""
    if request.withdrawal:
        return voice.gettext("Please send it by %(day)s.", day=day)
    if methods and all(is_by_hand(request, method) for method in methods):
        return voice.gettext("Hand it in by %(day)s, or this return expires.", day=day)
    return voice.gettext("Send it by %(day)s, or this return expires.", day=day)


def next_step(request: Return, method: Method, at_places: bool) -> str:
    """How the parcel goes off; with a carrier of the shopper's own where no label could be had."""
    label = request.label if method in METHODS else None
    if at_places and label is None and method in words.NEXT_AT_PLACES:
        return words.NEXT_AT_PLACES[method]
    if label and label.status == LabelStatus.BOUGHT:
        return words.METHODS[
            Method.QR_CODE if method == Method.QR_CODE and label.qr_code_url else Method.LABEL
        ][1]
    is_unavailable = label is not None and label.status == LabelStatus.UNAVAILABLE
    return words.NEXT[Method.OWN_CARRIER if is_unavailable else method]


def links(request: Return, status: ReturnStatus, voice: Voice) -> Iterator[tuple[str, str]]:
    """Where the label and its code are, while the parcel is still to be sent, and the return it was changed into."""
    if request.replaced_by:
        successor = found.get(request.merchant_id, request.replaced_by)
        yield voice.gettext("Open the changed return"), f"/r/{successor.page_token}"
    label = request.label
    if status is not ReturnStatus.APPROVED or label is None or label.status != LabelStatus.BOUGHT:
        return
    if label.qr_code_url:
        yield voice.gettext("Open the QR code"), label.qr_code_url
    if label.label_url:
        yield voice.gettext("Print the return label"), label.label_url


def item(
    line: ReturnLine, names: dict[str, tuple[str, str | None]], request: Return, speaker: Speaker
) -> ReturnedItem:
    title, variant = names.get(line.line_id, (line.line_id, None))
    return ReturnedItem(title, variant, line.quantity, tuple(answers(line, request, speaker)))


def answers(line: ReturnLine, request: Return, speaker: Speaker) -> Iterator[str]:
    """What was asked for a line."""
    voice = speaker.voice
    if line.reason:
        yield words.reason(line.reason, voice)
    if line.resolution == Resolution.EXCHANGE:
        yield voice.gettext("Exchange for: %(item)s", item=wanted(line) or voice.gettext("The same again"))
        more = next(
            (one.price_difference for one in request.replacements if one.position == line.position), 0
        )
        if told := difference(more, speaker):
            yield told
    else:
        yield words.resolution(line.resolution, voice)
    if line.keep_item:
        yield voice.gettext("You keep this item")
    elif line.method:
        yield voice.gettext(words.METHODS[Method(line.method)][0])


def wanted(line: ReturnLine) -> str | None:
    """What is sent instead, by the name on its shelf."""
    rows = stock.of_sku(line.merchant_id, line.exchange_for) if line.exchange_for else ()
    return next((name for row in rows if (name := row.variant or row.title)), line.exchange_for)


def amounts(request: Return, status: ReturnStatus, speaker: Speaker) -> Iterator[tuple[str, str]]:
    """What was paid, what is on its way, and what is still to come; of a gift only the code of its credit."""
    if request.is_gift:
        for refund in request.refunds:
            yield speaker.voice.gettext("Store credit"), refund.credit_code or ""
        return
    yield from moved(request.refunds, speaker)
    if status not in FREES_UNITS and not live_refunds(request):
        yield from expected(request, status, speaker)


def moved(refunds: Sequence[Refund], speaker: Speaker) -> Iterator[tuple[str, str]]:
    """What was paid, and what is on its way."""
    voice = speaker.voice
    for refund in refunds:
        if refund.status == RefundStatus.SUCCEEDED and refund.kind == RefundKind.STORE_CREDIT:
            name = voice.gettext("Store credit, code %(code)s", code=refund.credit_code)
            yield name, speaker.money(refund.amount)
        elif refund.status == RefundStatus.SUCCEEDED:
            yield voice.gettext("Paid back"), speaker.money(refund.amount)
        elif refund.status in ON_ITS_WAY:
            yield voice.gettext("Refund on its way"), speaker.money(refund.amount)


def expected(request: Return, status: ReturnStatus, speaker: Speaker) -> Iterator[tuple[str, str]]:
    """What the return brings if all goes well."""
    lines = paying.settling(request)
    if status is ReturnStatus.REQUESTED:
        lines = [line._replace(units=line.quantity) for line in lines]
    whole = owed(lines, frozenset(request.fee_waived_for), request.shipping_refund)
    if whole.refund:
        yield speaker.voice.gettext("You get back"), speaker.money(whole.refund)
    if whole.store_credit:
        yield speaker.voice.gettext("Store credit"), speaker.money(whole.store_credit)


def live_refunds(request: Return) -> bool:
    return any(refund.status != RefundStatus.FAILED for refund in request.refunds)
