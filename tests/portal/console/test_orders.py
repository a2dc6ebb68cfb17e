"""Orders are found by all that people know of them, and their lists keep to few statements."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from commerce.clock import now
from commerce.models import Merchant
from portal.console.lists import harmless
from tests.builders import make_merchant, make_order
from tests.portal.console.staffing import Desk
from tests.portal.console.test_today import make_parcel
from tests.statements import counted


@pytest.fixture
def orders(merchant: Merchant) -> None:
    make_order(merchant, "#1001", customer={"name": "Ada King-Noel"}, email="king@example.com")
    make_order(merchant, "1002", customer={"name": "山田 太郎"}, email="taro@example.com")
    make_order(merchant, "100%", customer={"name": "Per Cent"}, email=None)
    make_parcel(merchant, "1004", parcel="tn:1Z999AA10123456784")
    make_order(make_merchant("bolt"), "B-1", customer={"name": "Ada Other"}, email="ada@example.com")


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("1001", {"#1001"}),
        ("#1001", {"#1001"}),
        (" KING@example.com", {"#1001"}),
        ("ada", {"#1001", "1004"}),
        ("king", {"#1001"}),
        ("山田", {"1002"}),
        ("太郎", {"1002"}),
        ("1z 999aa1 0123456784", {"1004"}),
        ("100%", {"100%"}),
        ("%", set()),
        ("nobody", set()),
    ],
)
def test_an_order_is_found_by_what_people_know(
    desk: Desk, orders: None, search: str, found: set[str]
) -> None:
    page = desk.get("/orders", query_string={"q": search}).text
    numbers = {"#1001", "1002", "100%", "1004", "B-1"}
    assert {number for number in numbers if f"<strong>{number}</strong>" in page} == found


@pytest.mark.parametrize("search", ["\0", "x" * 300, "' OR 1=1", "\\", "%(merchant)s"])
def test_strange_searches_find_nothing_and_break_nothing(desk: Desk, merchant: Merchant, search: str) -> None:
    assert desk.get("/orders", query_string={"q": search}).status_code == 200


def test_days_are_the_shops_own_and_both_are_included(desk: Desk, merchant: Merchant) -> None:
    make_order(merchant, "late-on-1st", placed_at=datetime(2026, 11, 2, 4, 30, tzinfo=UTC))
    make_order(merchant, "early-on-2nd", placed_at=datetime(2026, 11, 2, 5, 30, tzinfo=UTC))
    page = desk.get("/orders?from=2026-11-01&to=2026-11-01").text
    assert "late-on-1st" in page and "early-on-2nd" not in page
    assert "early-on-2nd" in desk.get("/orders?from=2026-11-02&to=2026-11-02").text


def test_pages_follow_each_other_and_keep_the_filter(desk: Desk, merchant: Merchant) -> None:
    for number in range(53):
        make_order(merchant, f"N-{number:03}", placed_at=now() - timedelta(hours=number))
    first = desk.get("/orders?q=Ada").text
    assert "N-000" in first and "N-049" in first and "N-050" not in first
    link = first.partition('href="/console/orders?cursor=')[2].partition('"')[0]
    assert "q=Ada" in link
    second = desk.get(f"/orders?cursor={link}".replace("&amp;", "&")).text
    assert "N-050" in second and "N-052" in second and "N-049" not in second


@pytest.mark.parametrize(
    "path", ["/orders", "/orders?q=ada", "/parcels?state=late", "/parcels", "/returns", "/log"]
)
def test_a_list_takes_six_statements_at_most(desk: Desk, orders: None, path: str) -> None:
    desk.get(path)
    with counted() as sent:
        assert desk.get(path).status_code == 200
    assert len(sent) <= 6, sent


def test_the_whole_list_comes_as_csv(desk: Desk, orders: None) -> None:
    answer = desk.get("/orders.csv?q=king@example.com")
    assert answer.content_type == "text/csv; charset=utf-8"
    head, *rows = answer.text.removeprefix("\ufeff").splitlines()
    assert head.startswith("number,placed_at,name,email")
    [row] = rows
    assert row.startswith("#1001,") and ",USD,5500," in row


@pytest.mark.parametrize(
    ("cell", "written"), [("=1+1", "'=1+1"), ("@x", "'@x"), ("Ada", "Ada"), (None, ""), (5, "5")]
)
def test_no_cell_is_run_as_a_formula(cell: object, written: str) -> None:
    assert harmless(cell) == written


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("late", {"late"}),
        ("stalled", {"silent"}),
        ("trouble", {"lost"}),
        ("under_way", {"fine", "late", "silent", "lost"}),
    ],
)
def test_parcels_are_listed_by_what_is_wrong_with_them(
    app: Flask, desk: Desk, merchant: Merchant, state: str, shown: set[str]
) -> None:
    make_parcel(merchant, "fine")
    make_parcel(merchant, "late", promised_on=(now() - timedelta(days=2)).date())
    make_parcel(merchant, "silent", last_scan_at=now() - timedelta(days=8))
    make_parcel(merchant, "lost", status="failure", status_detail="lost", action_required="merchant")
    make_parcel(merchant, "there", status="delivered")
    page = desk.get(f"/parcels?state={state}").text
    known = {"fine", "late", "silent", "lost", "there"}
    assert {number for number in known if f"<strong>{number}</strong>" in page} == shown
    listed = desk.get(f"/parcels.csv?state={state}").text.splitlines()[1:]
    assert {row.split(",")[1] for row in listed} == shown
