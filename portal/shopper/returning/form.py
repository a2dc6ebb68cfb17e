"""The form of one step: what its page shows, as plain values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from commerce.prices import price
from portal.shopper.returning import words
from portal.shopper.returning.choices import Choice, Step
from portal.shopper.returning.court import Court, Variant
from portal.shopper.returning.flow import Problem, Standing, denials
from portal.shopper.returning.grounds import grounds
from portal.shopper.voice import Voice
from returns.case import OrderLine
from returns.eligibility import LineAnswer
from returns.places import BY_HAND, Place, places
from returns.policy.verdict import Reason
from returns.policy.vocabulary import Decision, Method, Resolution


class Option(NamedTuple):
    """One thing to choose, with what it brings or costs."""

    value: str
    label: str
    detail: str = ""
    chosen: bool = False
    places: tuple[Place, ...] = ()


class Kept(NamedTuple):
    """What was written of a line before, and whether photos of it are there already."""

    note: str
    photographed: bool


@dataclass(frozen=True, slots=True)
class LineForm:
    """One order line at a step. `most` 0: it can't come back, and `notes` say why."""

    id: str
    title: str
    variant: str | None
    units: int
    most: int = 0
    notes: tuple[str, ...] = ()
    problem: str | None = None
    options: tuple[Option, ...] = ()
    variants: tuple[Option, ...] = ()
    keeps: bool = False
    photo: bool = False
    kept: Kept | None = None
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StepForm:
    """The page of a step; `problem` is about the request as a whole."""

    step: Step
    lines: tuple[LineForm, ...]
    problem: str | None = None
    needs_look: bool = False

    @property
    def takes_photos(self) -> bool:
        return any(line.photo for line in self.lines)


class Speaker(NamedTuple):
    """Who says it, and in what currency; of gifts no amount is told."""

    voice: Voice
    currency: str
    is_gift: bool = False

    def money(self, amount: int) -> str:
        return price(amount, self.currency, self.voice.locale)

    def problem(self, problem: Problem | None) -> str | None:
        if problem is None:
            return None
        said = self.voice.sentences(*self.against(problem.reasons))
        return said or self.voice.gettext(words.PROBLEMS[problem.code])

    def against(self, reasons: Sequence[Reason]) -> tuple[str, ...]:
        """What is said of denials; none of them needs the line's facts."""
        return tuple(ground.said for ground in grounds(self.voice, reasons, {}))


def form_of(
    court: Court, choices: Sequence[Choice], at: Standing, voice: Voice, kept: Mapping[str, Kept]
) -> StepForm:
    """The form of the step that the choices have come to; `kept` is by line."""
    speaker = Speaker(voice, court.stored.order.currency, court.is_gift)
    whole = speaker.problem(at.problems.get(""))
    if at.answer is None:
        chosen = {choice.line: choice.units for choice in choices}
        lines = [item(court, line, chosen, at, speaker) for line in court.overview()]
        return StepForm(Step.ITEMS, tuple(lines), whole)
    forms = [
        replace(question(court, at, choice, line, speaker), kept=kept.get(choice.line))
        for choice, line in zip(choices, at.answer.lines, strict=True)
    ]
    needs_look = any(line.decision is Decision.REVIEW for line in at.answer.lines)
    return StepForm(at.step, tuple(forms), whole, needs_look=needs_look)


def item(court: Court, line: LineAnswer, chosen: dict[str, int], at: Standing, speaker: Speaker) -> LineForm:
    """A line of the order, whether it may come back, and until when."""
    bought, voice = court.lines[line.asked.id], speaker.voice
    denied = line.decision is Decision.DENY
    until = line.verdict.return_by
    notes = speaker.against(denials(line))
    if not denied:
        notes = (voice.gettext("You can return this until %(day)s.", day=voice.date(until)),) if until else ()
    return LineForm(
        line.asked.id,
        bought.title or bought.sku or line.asked.id,
        bought.variant,
        chosen.get(line.asked.id, 0),
        most=0 if denied else line.returnable_quantity,
        notes=notes,
        problem=speaker.problem(at.problems.get(line.asked.id)),
    )


def question(court: Court, at: Standing, choice: Choice, line: LineAnswer, speaker: Speaker) -> LineForm:
    """A chosen line with what this step offers for it."""
    bought = court.lines[choice.line]
    variants = court.variants(line) if at.step is Step.WHAT else []
    return LineForm(
        choice.line,
        bought.title or bought.sku or choice.line,
        bought.variant,
        choice.units,
        problem=speaker.problem(at.problems.get(choice.line)),
        options=tuple(with_places(court, options(at, choice, line, variants, speaker))),
        variants=tuple(variant_option(one, bought, choice, speaker) for one in variants),
        keeps=line.verdict.terms.keep_item,
        photo=line.verdict.terms.require_photo and at.step is Step.HOW,
        answers=tuple(said(court, choice, line, speaker.voice)),
    )


def options(
    at: Standing, choice: Choice, line: LineAnswer, variants: Sequence[Variant], speaker: Speaker
) -> Iterator[Option]:
    """What may be chosen for a line; what is the only one is chosen already."""
    voice, terms = speaker.voice, line.verdict.terms
    if at.step is Step.WHY and at.answer:
        for code in at.answer.policy.reasons:
            yield Option(code, words.reason(code, voice), "", choice.why == code)
    elif at.step is Step.WHAT:
        for code in terms.resolutions:
            if code == Resolution.EXCHANGE and not variants:
                continue
            only = len(terms.resolutions) == 1
            yield Option(
                code, words.resolution(code, voice), brings(code, line, speaker), choice.what == code or only
            )
    elif not terms.keep_item:
        for code in terms.methods:
            label, detail = words.METHODS[Method(code)]
            only = len(terms.methods) == 1
            yield Option(code, voice.gettext(label), voice.gettext(detail), choice.how == code or only)


def with_places(court: Court, offered: Iterator[Option]) -> Iterator[Option]:
    """The options, those that are brought by hand with where to."""
    order = court.stored.order
    home = {"country": order.country, "postcode": order.postcode}
    for one in offered:
        known = places(court.merchant.config, one.value, home) if one.value in BY_HAND else ()
        yield one._replace(places=tuple(known))


def brings(resolution: str, line: LineAnswer, speaker: Speaker) -> str:
    """What a resolution comes to for a line, after what is held back."""
    if speaker.is_gift:
        return ""
    voice, amounts, bonus = speaker.voice, line.amounts, line.verdict.terms.store_credit_bonus_percent
    if resolution == Resolution.STORE_CREDIT:
        amount = speaker.money(amounts.store_credit)
        if bonus:
            return voice.gettext(
                "%(amount)s, with a bonus of %(percent)s%%", amount=amount, percent=f"{bonus:g}"
            )
        return amount
    if resolution == Resolution.REFUND:
        held = amounts.fee + amounts.restocking
        amount = speaker.money(amounts.refund)
        if held:
            return voice.gettext("%(amount)s, after a fee of %(fee)s", amount=amount, fee=speaker.money(held))
        return amount
    return ""


def variant_option(one: Variant, bought: OrderLine, choice: Choice, speaker: Speaker) -> Option:
    """What may be had in exchange, with the price difference."""
    name = one.name or speaker.voice.gettext("The same again")
    chosen = choice.what == Resolution.EXCHANGE and (choice.sku or "") == one.sku
    return Option(one.sku, name, difference(one.more, speaker), chosen)


def difference(more: int | None, speaker: Speaker) -> str:
    if not more or speaker.is_gift:
        return ""
    if more > 0:
        return speaker.voice.gettext("%(amount)s more", amount=speaker.money(more))
    return speaker.voice.gettext("%(amount)s less", amount=speaker.money(-more))


def said(court: Court, choice: Choice, line: LineAnswer, voice: Voice) -> Iterator[str]:
    """What was answered about a line before this step."""
    if line.asked.reason:
        yield words.reason(line.asked.reason, voice)
    if line.asked.resolution == Resolution.EXCHANGE:
        names = {one.sku: one.name for one in court.variants(line)}
        wanted = names.get(choice.sku or "") or voice.gettext("The same again")
        yield voice.gettext("Exchange for: %(item)s", item=wanted)
    elif line.asked.resolution:
        yield words.resolution(line.asked.resolution, voice)
