"""Lists are sorted by the heads of their columns, and every page and file keeps to the order that was asked for."""

import csv
import html
import re
from datetime import timedelta

import pytest

from commerce.clock import now
from commerce.database import db
from commerce.models import Merchant
from commerce.sorting import Sort
from portal.console.sorting import heads
from returns import claims
from tests.builders import make_order
from tests.portal.console.staffing import Desk
from tests.portal.console.test_today import make_parcel
from tests.returns.shop import open_shop

AGES = {"1000": 5, "999": 5, "TEST-7": 1, "20": 9}
"""Orders by their number, and how many days ago they were placed."""

PARCELS = {"soon": (1, 2), "far": (9, 1), "twin": (9, 3), "never": (None, 4), "neither": (None, 0)}
"""Parcels by their order, in how many days they are promised and how many days ago they were heard of."""


@pytest.fixture(autouse=True)
def pages_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.console.lists.AT_ONCE", 2)
    for name in ("orders", "parcels", "claims"):
        monkeypatch.setattr(f"portal.console.{name}.AT_ONCE", 2)


@pytest.fixture
def orders(merchant: Merchant) -> None:
    for number, days in AGES.items():
        make_order(merchant, number, placed_at=now().replace(microsecond=0) - timedelta(days=days))


@pytest.fixture
def parcels(merchant: Merchant) -> None:
    for number, (ahead, ago) in PARCELS.items():
        promised = None if ahead is None else (now() + timedelta(days=ahead)).date()
        heard = now() - timedelta(days=ago)
        make_parcel(merchant, number, promised_on=promised, last_scan_at=heard)


def turned(desk: Desk, address: str, cell: str = r"<strong>([^<]+)</strong>") -> list[str]:
    """What all pages of a list show, in their order."""
    shown: list[str] = []
    while address:
        page = desk.get(address).text
        shown += re.findall(cell, page)
        further = re.search(r'href="/console(/\w+\?[^"]*cursor=[^"]+)"', page)
        address = html.unescape(further[1]) if further else ""
    return shown


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", ["TEST-7", "999", "1000", "20"]),
        ("sort=placed", ["20", "1000", "999", "TEST-7"]),
        ("sort=number", ["20", "999", "1000", "TEST-7"]),
        ("sort=-number", ["TEST-7", "1000", "999", "20"]),
        ("sort=-number&q=Ada", ["TEST-7", "1000", "999", "20"]),
        ("sort=total", ["TEST-7", "999", "1000", "20"]),
        ("sort=placed&from=2020-01-01", ["20", "1000", "999", "TEST-7"]),
        ("sort=number&from=2020-01-01", ["TEST-7", "999", "1000", "20"]),
    ],
)
def test_orders_are_sorted_on_all_pages_and_in_the_file(
    desk: Desk, orders: None, query: str, numbers: list[str]
) -> None:
    assert turned(desk, f"/orders?{query}") == numbers
    rows = list(csv.reader(desk.get(f"/orders.csv?{query}").text.splitlines()))
    assert [row[0] for row in rows[1:]] == numbers


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", ["neither", "far", "soon", "twin", "never"]),
        ("sort=heard", ["never", "twin", "soon", "far", "neither"]),
        ("sort=promised", ["soon", "far", "twin", "never", "neither"]),
        ("sort=-promised", ["twin", "far", "soon", "neither", "never"]),
        ("state=all&sort=promised", ["neither", "never", "twin", "far", "soon"]),
    ],
)
def test_parcels_are_sorted_and_those_without_a_promise_come_last(
    desk: Desk, parcels: None, monkeypatch: pytest.MonkeyPatch, query: str, numbers: list[str]
) -> None:
    assert turned(desk, f"/parcels?{query}") == numbers
    monkeypatch.setattr("portal.console.parcels.MOST_AT_ONCE", 2)
    rows = list(csv.reader(desk.get(f"/parcels.csv?{query}").text.splitlines()))
    assert [row[1] for row in rows[1:]] == numbers


@pytest.mark.parametrize("state", ["late", "stalled", "trouble"])
@pytest.mark.parametrize("by", ["promised", "heard"])
def test_every_list_of_parcels_with_an_end_is_sorted_both_ways(
    desk: Desk, merchant: Merchant, state: str, by: str
) -> None:
    for days in (8, 9, 10):
        past = now() - timedelta(days=days)
        facts = {"promised_on": past.date(), "last_scan_at": past, "action_required": "merchant"}
        make_parcel(merchant, f"d{days}", **facts)
    up = turned(desk, f"/parcels?state={state}&sort={by}")
    assert up == ["d10", "d9", "d8"]
    assert turned(desk, f"/parcels?state={state}&sort=-{by}") == up[::-1]


def test_claims_are_sorted_by_when_they_were_opened(desk: Desk, merchant: Merchant) -> None:
    shop = open_shop(merchant)
    opened = []
    for number in ("1", "2", "3"):
        make_order(merchant, number)
        opened.append(claims.open_claim(shop, number, {"kind": "lost", "description": None}).code)
    db.session.commit()
    cell = r"/claims/(clm_\w+)"
    assert turned(desk, "/claims?sort=opened", cell) == opened
    assert turned(desk, "/claims?state=open", cell) == opened[::-1]


def test_a_head_says_how_the_list_is_sorted_and_leads_to_the_other_way(desk: Desk, orders: None) -> None:
    page = desk.get("/orders?q=Ada&sort=number").text
    assert page.count("aria-sort=") == 1
    assert '<th scope="col" aria-sort="ascending"><a href="/console/orders?q=Ada&amp;sort=-number">' in page
    assert '<th scope="col"><a href="/console/orders?q=Ada&amp;sort=-placed">' in page
    assert 'href="/console/orders.csv?q=Ada&amp;sort=number"' in page
    assert '<input type="hidden" name="sort" value="number">' in page


def test_a_column_begins_with_its_own_way_and_then_turns() -> None:
    down = Sort("placed", down=True)
    assert heads([down], Sort("number"))["placed"] == down
    assert heads([down], down)["placed"] == Sort("placed")
    assert heads([down], Sort("placed"))["placed"] == down


def test_a_place_in_one_order_is_none_in_another(desk: Desk, orders: None) -> None:
    further = re.search(r'cursor=([^&"]+)', desk.get("/orders?sort=number").text)
    assert further
    page = desk.get(f"/orders?sort=placed&cursor={further[1]}").text
    assert re.findall(r"<strong>([^<]+)</strong>", page) == ["20", "1000"]


@pytest.mark.parametrize("path", ["/orders", "/parcels", "/returns", "/claims", "/messages"])
def test_links_of_a_list_take_nothing_else_from_the_address(desk: Desk, orders: None, path: str) -> None:
    answer = desk.get(f"{path}?_scheme=gopher&endpoint=x&_external=1&cursor=x&sort=promised")
    assert answer.status_code == 200
    assert "gopher" not in answer.text
