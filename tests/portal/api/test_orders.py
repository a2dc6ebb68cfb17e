"""Orders over HTTP."""

import pytest

from commerce.database import db
from tests.portal.calling import ORDER, ApiClient
from tests.statements import counted


def test_an_order_is_created_and_then_replaced(api: ApiClient) -> None:
    assert api.put("/v1/orders/1001", json=ORDER).status_code == 201
    answer = api.put("/v1/orders/1001", json=ORDER | {"lines": ORDER["lines"][:1], "channel": "web"})
    assert answer.status_code == 200
    assert ([line["id"] for line in answer.json["lines"]], answer.json["channel"]) == (["L1"], "web")


def test_the_answer_is_the_order_as_stored(api: ApiClient) -> None:
    api.put("/v1/orders/1001", json=ORDER)
    order = api.get("/v1/orders/1001").json
    assert order["placed_at"] == "2026-11-02T14:30:00Z"
    assert order["customer"]["email"] == "Ada@Example.com"
    assert order["lines"][0]["discount"] == 500
    assert order["lines"][1] | {"title": "Cap", "tax": 0, "gift": False, "sku": None} == order["lines"][1]
    assert (order["number"], order["shipments"], order["cancelled_at"]) == ("1001", [], None)


def test_the_tracking_address_can_not_be_guessed_and_stays(api: ApiClient) -> None:
    first = api.put("/v1/orders/1001", json=ORDER).json["tracking_url"]
    second = api.put("/v1/orders/1001", json=ORDER | {"shipping": 1}).json["tracking_url"]
    base, _, token = first.rpartition("/")
    assert base == "http://waypost.test/t" and len(token) >= 22
    assert second == first


def test_what_was_put_can_be_read_and_put_again_unchanged(api: ApiClient) -> None:
    first = api.put("/v1/orders/1001", json=ORDER).json
    body = {name: value for name, value in first.items() if name not in OWN}
    second = api.put("/v1/orders/1001", json=body)
    assert (second.status_code, second.json) == (200, first)


OWN = {"number", "tracking_url", "shipments", "created_at", "updated_at"}


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("%231001", "#1001"),
        ("a%2Fb", "a/b"),
        ("a%2F%2Fb", "a//b"),
        ("a%20b", "a b"),
        ("注文-7", "注文-7"),
        ("%25", "%"),
        ("a%3Fb", "a?b"),
        ("x/shipments/y", "x/shipments/y"),
    ],
)
def test_a_number_may_hold_any_printable_character(api: ApiClient, path: str, number: str) -> None:
    assert api.put(f"/v1/orders/{path}", json=ORDER).json["number"] == number
    assert api.get(f"/v1/orders/{path}").json["number"] == number


@pytest.mark.parametrize("number", ["%20", "x" * 256])
def test_a_number_that_is_blank_or_too_long_is_422(api: ApiClient, number: str) -> None:
    assert api.put(f"/v1/orders/{number}", json=ORDER).status_code == 422


def test_amounts_beyond_32_bits_are_kept(api: ApiClient) -> None:
    lines = [{"id": "L1", "quantity": 1, "unit_price": 25_000_000_00}]
    api.put("/v1/orders/1", json=ORDER | {"currency": "IDR", "lines": lines})
    assert api.get("/v1/orders/1").json["lines"][0]["unit_price"] == 25_000_000_00


def test_orders_are_listed_the_last_placed_first_page_by_page(api: ApiClient) -> None:
    for day in (3, 1, 5, 2, 4):
        api.put(f"/v1/orders/{day}", json=ORDER | {"placed_at": f"2026-11-0{day}T00:00:00Z"})
    numbers, cursor = [], ""
    while cursor is not None:
        answer = api.get(f"/v1/orders?limit=2{cursor and '&cursor=' + cursor}").json
        numbers.append([order["number"] for order in answer["data"]])
        cursor = answer["next_cursor"]
    assert numbers == [["5", "4"], ["3", "2"], ["1"]]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("email=ADA@example.com", ["1"]),
        ("email=nobody@example.com", []),
        ("placed_from=2026-11-05T00:00:00Z", ["2"]),
        ("placed_before=2026-11-05T00:00:00Z", ["1"]),
        ("placed_from=2026-11-01T00:00:00Z&placed_before=2026-11-30T00:00:00Z", ["2", "1"]),
    ],
)
def test_a_list_can_be_narrowed(api: ApiClient, query: str, numbers: list[str]) -> None:
    api.put("/v1/orders/1", json=ORDER)
    later = {"placed_at": "2026-11-05T00:00:00Z", "customer": {"email": "eve@example.com"}}
    api.put("/v1/orders/2", json=ORDER | later)
    assert [order["number"] for order in api.get(f"/v1/orders?{query}").json["data"]] == numbers


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("limit=0", "/limit"),
        ("limit=201", "/limit"),
        ("limit=x", "/limit"),
        ("cursor=x", "/cursor"),
        ("cursor=%00", "/cursor"),
        ("email=%00@a", "/email"),
        ("placed_from=2026-11-05", "/placed_from"),
        ("e-mail=ada@example.com", "/e-mail"),
    ],
)
def test_a_wrong_query_is_422(api: ApiClient, query: str, pointer: str) -> None:
    answer = api.get(f"/v1/orders?{query}")
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, pointer)


def test_a_cursor_that_was_tampered_with_is_422(api: ApiClient) -> None:
    for number in (1, 2):
        api.put(f"/v1/orders/{number}", json=ORDER)
    cursor = api.get("/v1/orders?limit=1").json["next_cursor"]
    changed = ("A" if cursor[0] != "A" else "B") + cursor[1:]
    assert api.get(f"/v1/orders?cursor={cursor}").status_code == 200
    assert api.get(f"/v1/orders?cursor={changed}").status_code == 422


@pytest.mark.parametrize(
    ("method", "most"), [("create", 8), ("replace", 7), ("repeat", 5), ("get", 4), ("list", 4)]
)
def test_a_call_costs_few_statements(api: ApiClient, method: str, most: int) -> None:
    if method != "create":
        api.put("/v1/orders/1", json=ORDER)
    db.session.remove()
    with counted() as seen:
        if method == "get":
            api.get("/v1/orders/1")
        elif method == "list":
            api.get("/v1/orders")
        else:
            api.put("/v1/orders/1", json=ORDER | {"shipping": 7 if method == "replace" else 500})
    assert 0 < len(seen) <= most, seen
