"""Who may withdraw, from what, until when."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from commerce.withdrawal_schema import Exempt
from returns.case import OrderLine, Parcel
from returns.taken import Taken, ledgers
from returns.withdrawal.right import Place, Right, Standing, right
from returns.withdrawal.terms import Excepted, Terms
from tests.returns.made_up import PLACED, TEE, days, make_order, make_parcel

BERLIN = Place("DE", None, ZoneInfo("Europe/Berlin"))
CAKE = OrderLine("L2", 1, 900, sku="CAKE", tags=("fresh",))
CREAM = OrderLine("L3", 1, 1200, sku="CREAM", tags=("sealed",))
TERMS = Terms(
    exceptions=(
        Excepted(Exempt.PERISHABLE, {"tags": frozenset({"fresh"})}),
        Excepted(Exempt.HYGIENE_SEAL, {"tags": frozenset({"sealed"})}),
    )
)
HALF = (make_parcel("S1", {"L1": 2}),)
WHOLE = (make_parcel("S1", {"L1": 3}),)


def stands(
    *lines: OrderLine,
    parcels: tuple[Parcel, ...] = (),
    taken: tuple[Taken, ...] = (),
    place: Place = BERLIN,
    at: datetime = PLACED + timedelta(days=9),
    **more: Any,
) -> Right:
    order = make_order(*(lines or (TEE,)))
    return right(order, parcels, ledgers(order, parcels, taken), TERMS, place, at, **more)


def taken(units: int) -> Taken:
    return Taken(1, "L1", units, units, 0, 0, 100, [])


def test_it_stands_from_the_orders_placing() -> None:
    now = stands(at=PLACED)
    assert (now.standing, now.last_day, now.lines[0].unsent, now.lines[0].sent) == (Standing.OPEN, None, 3, 0)


def test_units_sent_and_unsent_are_told_apart() -> None:
    line = stands(parcels=HALF).lines[0]
    assert (line.unsent, line.sent, line.most) == (1, 2, 3)


def test_units_that_are_coming_back_cannot_be_withdrawn_from_again() -> None:
    line = stands(parcels=WHOLE, taken=(taken(2),)).lines[0]
    assert (line.unsent, line.sent) == (0, 1)


@pytest.mark.parametrize(
    ("after", "standing"),
    [(18, Standing.OPEN), (18.3, Standing.OPEN), (18.5, Standing.OVER), (99, Standing.OVER)],
)
def test_it_ends_with_the_last_hour_of_its_last_day(after: float, standing: Standing) -> None:
    # Delivered on the fourth day after 2 November, a Friday; the 20th is one, too.
    now = stands(parcels=WHOLE, at=PLACED + days(after))
    assert now.last_day and now.last_day.isoformat() == "2026-11-20"
    assert now.standing is standing


@pytest.mark.parametrize("parcels", [(), HALF, (make_parcel("S1", {"L1": 3}, delivered=None),)])
def test_it_stands_as_long_as_a_delivery_is_not_known(parcels: tuple[Parcel, ...]) -> None:
    assert stands(parcels=parcels, at=PLACED + days(900)).standing is Standing.OPEN


@pytest.mark.parametrize("country", ["GB", "CH", "US", None])
def test_it_does_not_stand_outside_the_european_economic_area(country: str | None) -> None:
    place = Place(country, None, ZoneInfo("Europe/London"))
    assert stands(place=place).standing is Standing.ELSEWHERE


def test_a_line_that_the_law_excepts_is_shown_with_its_reason() -> None:
    now = stands(TEE, CAKE)
    assert [(line.exempt, line.most) for line in now.lines] == [(None, 3), (Exempt.PERISHABLE, 0)]


def test_an_order_of_nothing_else_carries_no_right() -> None:
    assert stands(CAKE).standing is Standing.EXEMPT


def test_a_seal_stands_against_it_only_once_it_is_broken() -> None:
    now = stands(CREAM)
    assert (now.standing, now.lines[0].exempt, now.lines[0].most) == (Standing.OPEN, Exempt.HYGIENE_SEAL, 1)


def test_nothing_is_left_where_every_unit_is_taken() -> None:
    assert stands(parcels=WHOLE, taken=(taken(3),)).standing is Standing.NOTHING_LEFT


def test_of_a_cancelled_order_only_what_was_sent_is_left() -> None:
    assert stands(cancelled=True).standing is Standing.NOTHING_LEFT
    line = stands(parcels=HALF, cancelled=True).lines[0]
    assert (line.unsent, line.sent) == (0, 2)
