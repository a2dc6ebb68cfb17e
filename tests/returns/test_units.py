import pytest

from returns.case import Packed, Parcel
from returns.ledger import LineLedger
from returns.units import draw, ledgers_of, shelves
from tests.returns.made_up import PLACED, days, make_case, make_parcel

EARLY = make_parcel("early", {"L1": 1}, delivered=3)
LATE = make_parcel("late", {"L1": 2}, delivered=8)
UNDER_WAY = make_parcel("under way", {"L1": 1}, delivered=None, shipped=9)
LABEL_ONLY = make_parcel("label only", {"L1": 1}, delivered=None, shipped=None)


def drawn(parcels: tuple[Parcel, ...], units: int, taken: int = 0) -> list[tuple[str, int]]:
    return [(one.parcel.id, one.units) for one in draw(shelves(parcels).get("L1", []), units, taken)]


def test_one_unit_is_taken_from_the_parcel_delivered_last() -> None:
    assert drawn((EARLY, LATE), 1) == [("late", 1)]


def test_more_units_than_a_parcel_holds_come_from_several() -> None:
    assert drawn((EARLY, LATE), 3) == [("late", 2), ("early", 1)]


def test_a_parcel_under_way_comes_after_the_delivered() -> None:
    assert drawn((UNDER_WAY, EARLY), 2) == [("early", 1), ("under way", 1)]


def test_units_taken_before_came_from_the_parcel_delivered_last() -> None:
    assert drawn((EARLY, LATE), 1, taken=2) == [("early", 1)]


def test_a_parcel_that_knows_what_was_returned_from_it_is_believed() -> None:
    early = Parcel("early", (Packed("L1", 1, returned=1),), PLACED, PLACED + days(3))
    assert drawn((early, LATE), 1, taken=1) == [("late", 1)]


def test_no_more_is_taken_than_there_is() -> None:
    assert drawn((EARLY,), 5) == [("early", 1)]


def test_a_parcel_that_has_not_left_holds_nothing() -> None:
    assert drawn((LABEL_ONLY,), 1) == []


def test_a_line_without_counts_has_only_been_shipped() -> None:
    case = make_case(parcels=(make_parcel("S1", {"L1": 2}), LABEL_ONLY))
    assert ledgers_of(case, shelves(case.parcels)) == {
        "L1": LineLedger(ordered=3, shipped=2),
        "L2": LineLedger(ordered=1),
    }


@pytest.mark.parametrize("packed", [4, 40])
def test_too_many_units_in_parcels_make_no_more_than_were_ordered(packed: int) -> None:
    case = make_case(parcels=(make_parcel("S1", {"L1": packed}),))
    assert ledgers_of(case, shelves(case.parcels))["L1"].shipped == 3
