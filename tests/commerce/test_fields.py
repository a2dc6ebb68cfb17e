"""What comes in from outside, made into our own values."""

import unicodedata
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from commerce.fields import SHORT, Amount, Country, Currency, Day, Email, Flag, Moment, Name, Text, WebAddress


@pytest.mark.parametrize(
    ("told", "moment"),
    [
        ("2026-11-02T09:30:00-05:00", datetime(2026, 11, 2, 14, 30, tzinfo=UTC)),
        ("2026-11-02t09:30:00z", datetime(2026, 11, 2, 9, 30, tzinfo=UTC)),
        ("2026-11-02 09:30:00.123456789+09:00", datetime(2026, 11, 2, 0, 30, 0, 123456, tzinfo=UTC)),
        ("2875-01-01T00:00:00Z", datetime(2875, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_time_with_an_offset_becomes_utc(told: str, moment: datetime) -> None:
    loaded = Moment().deserialize(told)
    assert (loaded, loaded.utcoffset()) == (moment, moment.utcoffset())


def test_a_time_is_told_in_utc() -> None:
    assert (
        Moment().serialize("at", {"at": Moment().deserialize("2026-11-02T09:30:00-05:00")})
        == "2026-11-02T14:30:00Z"
    )


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        (Moment(), "2026-11-02T09:30:00"),
        (Moment(), "2026-11-02T25:30:00Z"),
        (Moment(), "2026-W45-1T09:30:00Z"),
        (Moment(), "9999-12-31T23:59:59-14:00"),
        (Moment(), "２０２６-11-02T09:30:00Z"),
        (Moment(), None),
        (Day(), "20261102"),
        (Day(), "2026-W45-1"),
        (Day(), "2026-02-29"),
        (Day(), 5),
        (Amount(), 10**12 + 1),
        (Amount(), -1),
        (Amount(), 1.0),
        (Amount(), True),
        (Flag(), 1),
        (Flag(), "true"),
        (Country(), "us"),
        (Country(), "ZZ"),
        (Currency(), "XXX"),
        (Email(), "ada"),
        (Email(), "ada@ example.com"),
        (WebAddress(), "ftp://a.example"),
        (WebAddress(), "https://a b"),
        (Name(), " \t"),
        (Name(), ""),
        (Text(), b"bytes\0"),
        (Text(), "x" * (SHORT + 1)),
    ],
)
def test_what_is_no_such_value_is_refused(field: Any, wrong: Any) -> None:
    with pytest.raises(ValidationError):
        field.deserialize(wrong)


def test_a_day_is_a_plain_date() -> None:
    assert Day().deserialize("2028-02-29") == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("told", "email"), [(" Ada@Example.com ", "Ada@Example.com"), ("", None), (None, None)]
)
def test_an_address_comes_without_outer_spaces(told: str | None, email: str | None) -> None:
    assert Email().deserialize(told) == email


@given(st.text(max_size=SHORT))
def test_a_text_is_kept_whole_unless_it_has_control_characters(text: str) -> None:
    controls = any(unicodedata.category(char) == "Cc" and char not in "\t\n\r" for char in text)
    if controls:
        with pytest.raises(ValidationError):
            Text().deserialize(text)
    else:
        assert Text().deserialize(text) == text


@given(st.datetimes(min_value=datetime(1901, 1, 1), max_value=datetime(9990, 1, 1), timezones=st.timezones()))
def test_a_time_that_was_told_is_read_back_the_same(moment: datetime) -> None:
    told = Moment().serialize("at", {"at": moment})
    assert Moment().deserialize(told) == moment.astimezone(UTC)
