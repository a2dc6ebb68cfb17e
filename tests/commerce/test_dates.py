"""Dates and times as each language writes them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce import dates

TODAY = date(2026, 11, 22)
locales = st.sampled_from(sorted(dates.PATTERNS))
some_days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("locale", "written"), [("en", "Mon 30 Nov"), ("ja", "11月30日(月)"), ("ko", "11월 30일 (월)")]
)
def test_a_day_of_this_year_is_written_without_the_year(locale: str, written: str) -> None:
    assert dates.day(date(2026, 11, 30), locale, TODAY) == written


@pytest.mark.parametrize(
    ("locale", "written"),
    [("en", "Fri 1 Jan 2027"), ("ja", "2027年1月1日(金)"), ("ko", "2027년 1월 1일 (금)")],
)
def test_a_day_of_another_year_names_it(locale: str, written: str) -> None:
    assert dates.day(date(2027, 1, 1), locale, TODAY) == written


@pytest.mark.parametrize(
    ("locale", "written"),
    [
        ("en", "Thu 3 – Sat 5 Dec"),
        ("ja", "12月3日(木)〜5日(土)"),
        ("ko", "12월 3일 (목) ~ 5일 (토)"),
    ],
)
def test_a_span_within_a_month_names_the_month_once(locale: str, written: str) -> None:
    said = dates.span(date(2026, 12, 3), date(2026, 12, 5), locale, TODAY)
    assert said.replace(dates.NO_BREAK, " ") == written


def test_a_span_over_two_months_and_years_names_both() -> None:
    said = dates.span(date(2026, 12, 30), date(2027, 1, 2), "en", TODAY)
    assert said.replace(dates.NO_BREAK, " ") == "Wed 30 Dec – Sat 2 Jan 2027"


def test_a_span_breaks_only_after_its_dash() -> None:
    said = dates.span(date(2026, 11, 30), date(2026, 12, 2), "en", TODAY)
    assert said.count(" ") == 1
    assert "– " in said


@given(some_days, some_days, locales)
def test_a_span_of_one_day_is_that_day(first: date, today: date, locale: str) -> None:
    assert dates.span(first, first, locale, today) == dates.day(first, locale, today)


@pytest.mark.parametrize(("locale", "written"), [("en", "3:05 PM"), ("ja", "15:05"), ("ko", "오후 3:05")])
def test_the_time_of_day_is_that_of_the_zone(locale: str, written: str) -> None:
    moment = datetime(2026, 11, 30, 20, 5, tzinfo=UTC)
    assert dates.clock(moment, locale, ZoneInfo("America/New_York")).replace("\u202f", " ") == written


@pytest.mark.parametrize(("locale", "city"), [("en", "Seoul"), ("ja", "ソウル"), ("ko", "서울")])
def test_a_zone_is_named_by_its_city(locale: str, city: str) -> None:
    assert dates.place_of("Asia/Seoul", locale) == city


@pytest.mark.parametrize(("locale", "name"), [("en", "Germany"), ("ja", "ドイツ"), ("ko", "독일")])
def test_a_country_is_named_as_the_language_names_it(locale: str, name: str) -> None:
    assert dates.country("DE", locale) == name


def test_a_code_of_no_country_stays_as_it_is() -> None:
    assert dates.country("QQ", "en") == "QQ"
