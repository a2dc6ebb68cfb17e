"""Single values out of foreign JSON."""

from datetime import UTC, datetime

import pytest

from tracking.providers.fields import branch, moment, number, text, web_address


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("Arrived", "Arrived"),
        ("  Arrived \n at\tdepot ", "Arrived   at depot"),
        ("nul\x00 and bell\x07", "nul and bell"),
        ("half \ud83d pair", "half  pair"),
        ("東京 📦 ré", "東京 📦 ré"),
        ("zero\u200bwidth", "zero\u200bwidth"),
        (" \x00 ", None),
        ("", None),
        (12345, "12345"),
        (10**50, None),
        (True, None),
        (None, None),
        (1.5, None),
        (["a"], None),
        ({"a": 1}, None),
    ],
)
def test_text_is_one_printable_line_or_nothing(value: object, line: str | None) -> None:
    assert text(value, 100) == line


@pytest.mark.parametrize("char", ["x", "\x00", "é", " x"])
def test_text_is_cut_at_its_limit(char: str) -> None:
    assert len(text("a" + char * 100_000, 10) or "") <= 10


@pytest.mark.parametrize(
    ("value", "time"),
    [
        ("2026-03-02T09:00:00Z", datetime(2026, 3, 2, 9, tzinfo=UTC)),
        ("2026-03-02T09:00:00.000Z", datetime(2026, 3, 2, 9, tzinfo=UTC)),
        ("2026-03-02T09:00:00-05:00", datetime(2026, 3, 2, 14, tzinfo=UTC)),
        ("2026-03-02T09:00:00", datetime(2026, 3, 2, 9, tzinfo=UTC)),
        ("2026-03-02", datetime(2026, 3, 2, tzinfo=UTC)),
        (" 2026-03-02T09:00:00Z ", datetime(2026, 3, 2, 9, tzinfo=UTC)),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("2875-01-01T00:00:00Z", None),
        ("1970-01-01T00:00:00Z", None),
        ("2026-02-30T09:00:00Z", None),
        ("yesterday", None),
        ("", None),
        ("\x00", None),
        (None, None),
        (1772442000, None),
        ([], None),
    ],
)
def test_a_moment_is_aware_and_utc_or_nothing(value: object, time: datetime | None) -> None:
    found = moment(value)
    assert found == time
    assert found is None or found.tzinfo is UTC


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (1, 1.0),
        (17.6, 17.6),
        ("17.6", 17.6),
        ("heavy", None),
        (True, None),
        (10**400, None),
        (float("inf"), None),
    ],
)
def test_a_number_is_finite_or_nothing(value: object, found: float | None) -> None:
    assert number(value) == found


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("https://track.example/1", "https://track.example/1"),
        ("HTTP://track.example/1", "HTTP://track.example/1"),
        ("javascript:alert(1)", None),
        ("//track.example/1", None),
        ("java\x00script:https://", None),
        (7, None),
    ],
)
def test_a_web_address_is_one_a_browser_may_follow(value: object, address: str | None) -> None:
    assert web_address(value) == address


def test_a_missing_branch_is_an_empty_one() -> None:
    assert branch({"a": {"b": 1}}, "a") == {"b": 1}
    assert branch({"a": [1]}, "a") == branch({}, "a") == {}
