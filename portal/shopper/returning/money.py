"""What a return brings its shopper, in words, before and after it is asked for."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from portal.shopper.returning.choices import Choice, Step
from portal.shopper.returning.court import Court
from portal.shopper.returning.flow import Standing
from portal.shopper.returning.form import Speaker
from portal.shopper.returning.words import PAID_WHEN, PAID_WHEN_GIFT
from portal.shopper.voice import Voice
from returns.amounts import shipping_refund
from returns.eligibility import Eligibility
from returns.policy.vocabulary import Resolution
from returns.settlement import Owed, Settling, owed
from returns.statuses import RefundOn


class Brought(NamedTuple):
    """Minor units: money and credit that come back, and what the exchanges cost more (None: unknown)."""

    owed: Owed
    more: int | None

    @property
    def mark(self) -> str:
        """A short text that is equal for equal amounts."""
        return f"{self.owed.refund}.{self.owed.store_credit}.{self.more}"


def brought(court: Court, choices: Sequence[Choice], answer: Eligibility) -> Brought:
    """What the chosen lines bring, as it will be kept with the return."""
    ordered = sum(line.quantity for line in court.stored.order.lines)
    is_full = sum(choice.units for choice in choices) == ordered
    shipping = shipping_refund(answer.policy, court.stored.shipping, is_full=is_full)
    lines = [
        Settling(
            units=line.asked.quantity,
            quantity=line.asked.quantity,
            share=line.share,
            resolution=line.asked.resolution,
            fee=line.verdict.terms.fee,
            restocking_percent=line.verdict.terms.restocking_percent,
            bonus_percent=line.verdict.terms.store_credit_bonus_percent,
        )
        for line in answer.lines
    ]
    whole = owed(lines, frozenset(answer.policy.fee_waived_for), shipping)
    return Brought(whole, differences(court, choices, answer))


def differences(court: Court, choices: Sequence[Choice], answer: Eligibility) -> int | None:
    """What all exchanges together cost more, None where one has no price."""
    mores = [
        {one.sku: one.more for one in court.variants(line)}.get(choice.sku or "")
        for choice, line in zip(choices, answer.lines, strict=True)
        if choice.what == Resolution.EXCHANGE
    ]
    return None if None in mores else sum(more or 0 for more in mores)


class Summary(NamedTuple):
    """What is promised before the form is sent: `mark` comes back with it, to see that it still holds."""

    amounts: tuple[tuple[str, str], ...]
    when: str
    mark: str


def shown(court: Court, choices: Sequence[Choice], at: Standing, voice: Voice) -> Summary | None:
    """The summary at the last step."""
    if at.step is not Step.HOW or at.answer is None:
        return None
    money = brought(court, choices, at.answer)
    step = max((line.verdict.terms.refund_on for line in at.answer.lines), key=list(RefundOn).index)
    if court.is_gift:
        return Summary((), voice.gettext(PAID_WHEN_GIFT[step]) if money.owed.store_credit else "", "")
    amounts = tuple(named(money, Speaker(voice, court.stored.order.currency)))
    pays = money.owed.refund or money.owed.store_credit
    return Summary(amounts, voice.gettext(PAID_WHEN[step]) if pays else "", money.mark)


def named(money: Brought, speaker: Speaker) -> Iterator[tuple[str, str]]:
    """Name and amount of all that comes back."""
    voice = speaker.voice
    if money.owed.refund:
        yield voice.gettext("You get back"), speaker.money(money.owed.refund)
    if money.owed.store_credit:
        yield voice.gettext("Store credit"), speaker.money(money.owed.store_credit)
    if money.more:
        name = voice.gettext("Price difference, not charged here")
        yield name, ("+" if money.more > 0 else "−") + speaker.money(abs(money.more))
