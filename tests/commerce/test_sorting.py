"""Pages behind each other are the whole list in its order, whatever is alike in it, up and down."""

from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commerce.database import run
from commerce.sorting import Key, Sort, behind, ordered, place

KEYS = (Key("day", "date"), Key("id", "bigint"))
ROWS = "(SELECT date '2026-11-01' + d AS day, id FROM unnest(%(days)s::int[]) WITH ORDINALITY t (d, id)) rows"


def turned(days: list[int], *, down: bool, most: int) -> list[int]:
    """The rows' ids as all pages of `most` rows show them."""
    shown: list[int] = []
    after: list[Any] | None = None
    while True:
        values: dict[str, Any] = {"days": days, "most": most}
        rest = behind(KEYS, after, values, down=down) if after else "true"
        order = ordered(KEYS, down=down)
        page = run(
            f"SELECT id, {place(KEYS)} FROM {ROWS} WHERE {rest} ORDER BY {order} LIMIT %(most)s", values
        )
        if not page:
            return shown
        shown += [number for number, _ in page]
        after = page[-1][1]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.lists(st.integers(0, 3), max_size=9), down=st.booleans(), most=st.integers(1, 4))
def test_pages_are_the_list(app: Flask, days: list[int], down: bool, most: int) -> None:
    whole = sorted(range(1, len(days) + 1), key=lambda number: (days[number - 1], number), reverse=down)
    assert turned(days, down=down, most=most) == whole


@pytest.mark.parametrize(
    ("sort", "written"), [(Sort("placed", down=True), "-placed"), (Sort("number"), "number")]
)
def test_an_order_is_written_for_addresses(sort: Sort, written: str) -> None:
    assert str(sort) == written
