"""The scorecard's page shows its figures and loads nothing."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import polars as pl
import pytest

from eta_model import report
from eta_model.scorecard import details, scorecard

ROWS = pl.DataFrame(
    [
        {
            "p10": 1.0,
            "p50": 3.0,
            "p80": 4.0,
            "p90": 5.0,
            "p95": 6.0,
            "actual": float(n % 7),
            "delivered_on": date(2026, 1, 5) + timedelta(days=n),
            "started_on": date(2026, 1, 1) + timedelta(days=n),
            "likely_on": date(2026, 1, 4) + timedelta(days=n),
            "promise_on": date(2026, 1, 6) + timedelta(days=n - n % 3),
            "month": "2026-01",
            "lane": "US><b>",
            "carrier": "UPS",
        }
        for n in range(28)
    ]
)
CARD = {**scorecard(ROWS), **details(ROWS)}


def test_the_page_is_one_piece_with_three_plots() -> None:
    page = report.page("Acme", CARD)
    assert page.count("<svg") == 3
    assert not re.findall(r"https?:|<script|<link|src=", page)
    for drawing in re.findall(r"<svg.*?</svg>", page, re.S):
        ElementTree.fromstring(drawing)


def test_the_page_tells_every_group_and_escapes_its_name() -> None:
    page = report.page("Acme", CARD)
    assert all(f"By {name}" in page for name in ("month", "lane", "carrier"))
    assert "US&gt;&lt;b&gt;" in page and "<b>" not in page


def test_without_parcels_the_page_says_so() -> None:
    nothing = {**scorecard(ROWS.clear()), **details(ROWS.clear())}
    assert "No parcel has been scored yet" in report.page("Acme", nothing)
    assert report.summary(nothing) == "No parcel has been scored yet."


def test_the_summary_has_the_figures() -> None:
    assert "28 parcels" in report.summary(CARD) and "promises kept" in report.summary(CARD)


def test_points_lie_where_said_and_arrived_meet() -> None:
    assert report.reliability({"0.5": 0.5, "0.9": 1.0, "0.95": None}) == [(160.0, 100.0), (288.0, 0.0)]


def test_what_lies_far_from_the_promise_is_in_the_outermost_bar() -> None:
    drawn = {bar.days: bar for bar in report.bars({"-40": 2, "-10": 1, "0": 6, "3": 3, "99": 1})}
    assert [drawn[days].parcels for days in (-10, 0, 3, 10)] == [3, 6, 3, 1]
    assert drawn[0].height == report.HEIGHT
    assert (drawn[-10].label, drawn[3].label) == ("10 or more days early", "3 days late")


@pytest.mark.parametrize("name", ["p50", "p90", "promise_kept"])
def test_weeks_hold_all_parcels(name: str) -> None:
    assert sum(week["parcels"] for week in CARD["by_week"]) == 28
    assert all(0 <= week[name] <= 1 for week in CARD["by_week"])


def test_reliability_and_lateness_are_counted_over_all() -> None:
    assert CARD["reliability"]["0.5"] == pytest.approx(16 / 28)
    assert sum(CARD["days_after_promise"].values()) == 28
