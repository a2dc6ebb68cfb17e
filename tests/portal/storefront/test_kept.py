"""What is kept holds until its moment, and there are never too many."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from portal.storefront.kept import Kept

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Note:
    until: datetime


def test_it_is_found_until_its_moment_and_not_from_then_on() -> None:
    kept: Kept[Note] = Kept(10)
    note = Note(NOON)
    kept.keep({"a": note})
    assert kept.get(["a", "b"], NOON - timedelta(seconds=1)) == {"a": note}
    assert kept.get(["a"], NOON) == {}


def test_the_oldest_go_when_there_are_too_many() -> None:
    kept: Kept[Note] = Kept(10)
    for number in range(25):
        kept.keep({number: Note(NOON + timedelta(seconds=number))})
        assert len(kept) <= 10
    found = kept.get(range(25), NOON - timedelta(1))
    assert 24 in found and 0 not in found


def test_what_is_kept_again_is_no_longer_the_oldest() -> None:
    kept: Kept[Note] = Kept(2)
    for name in ("a", "b", "a", "c"):
        kept.keep({name: Note(NOON)})
    assert set(kept.get(["a", "b", "c"], NOON - timedelta(1))) == {"a", "c"}


def test_more_at_once_than_may_be_kept_are_not() -> None:
    kept: Kept[Note] = Kept(3)
    kept.keep({number: Note(NOON) for number in range(40)})
    assert len(kept) <= 3
