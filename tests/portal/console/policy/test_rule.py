"""A rule goes into its form and comes out as it was, and whoever was slower loses nothing."""

from typing import Any

import pytest
from flask import Flask

from commerce import audit
from commerce.merchants import Known
from commerce.models import Merchant
from returns import drafting
from tests.builders import make_line, make_merchant, make_order
from tests.portal.console.policy.conftest import FINAL, POLICY, VIP, fields_of, send
from tests.portal.console.staffing import Desk, make_user, signed_in
from tests.returns.shop import open_shop
from tests.sample_shop import GROUND, NJ1, SHOP

RULES: list[dict[str, Any]] = [
    VIP,
    FINAL,
    {"name": "Always", "then": {"keep_item": False, "require_photo": True, "message": "For all"}},
    {
        "name": "Nested",
        "when": {
            "all": [
                {"fact": "line.unit_paid", "op": "between", "value": [800, 1250]},
                {"not": {"fact": "return.reason", "op": "in", "value": ["changed_mind"]}},
                {"any": [{"fact": "order.placed_on", "op": "lt", "value": "2026-11-01"},
                         {"not": {"all": [{"fact": "carrier", "op": "exists", "value": False},
                                          {"fact": "line.sku", "op": "matches", "value": "A*"}]}}]},
            ]
        },
        "then": {"fee": 250, "fees": {"JPY": 300, "KWD": 1250}, "methods": ["drop_off", "label"],
                 "restocking_percent": 12.5, "refund_on": "inspected", "window_from": "shipped"},
    },
    {
        "name": "Lists",
        "when": {"any": [{"fact": "order.country", "op": "not_in", "value": ["US", "CA"]},
                         {"fact": "line.collections", "op": "contains_any", "value": ["Sale", "Last pairs"]},
                         {"fact": "return.value", "op": "in", "value": [1000, 2000]},
                         {"fact": "return.method", "op": "ne", "value": "label"},
                         {"fact": "customer.return_rate", "op": "gt", "value": 33.5}]},
        "then": {"decision": "review", "resolutions": ["store_credit"], "store_credit_bonus_percent": 5},
    },
]  # fmt: skip


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["name"])
def test_a_rule_that_is_saved_unchanged_says_the_same(
    desk: Desk, merchant: Merchant, rule: dict[str, Any]
) -> None:
    open_shop(merchant, **POLICY | {"rules": [rule]})
    form = fields_of(desk.get("/policy/rules/0").text, 'id="rule"')
    answer = send(desk, "/policy/rules/one", form)
    assert answer.status_code == 200 and "The rule is in the draft." in answer.text
    assert drafting.current(merchant.id).source["rules"] == [rule]


def test_a_new_rule_is_put_at_the_end_and_noted(desk: Desk, shop: Known) -> None:
    form = fields_of(desk.get("/policy/rules/new").text, 'id="rule"')
    told = {"name": "Heavy", "w:0:fact": "line.weight_g", "w:0:op": "gt", "w:0:value": "5000"}
    answer = send(desk, "/policy/rules/one", form, **told, **{"t:keep_item": "yes"})
    assert "weight of the item in grams is more than 5000" in answer.text
    made = {
        "name": "Heavy",
        "when": {"fact": "line.weight_g", "op": "gt", "value": 5000},
        "then": {"keep_item": True},
    }
    assert drafting.current(shop.id).source["rules"] == [VIP, FINAL, made]
    entry = audit.listed(shop.id)[0]
    assert (entry.action, entry.before, entry.after) == ("policy_edited", {}, {"rule Heavy": made})


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"name": ""}, 'id="name-fault"', "Something is missing here."),
        ({"name": "VIPs"}, 'id="name-fault"', "This is there already."),
        ({"w:1:value": "half"}, 'id="w-1-value-fault"', "This does not fit here."),
        ({"w:1:op": "contains"}, 'id="w-1-op-fault"', "This can’t be compared so."),
        ({"w:1:fact": "line.luck"}, 'id="w-1-fact-fault"', "Choose what to look at."),
        ({"t:restocking_percent": "120"}, 'id="t-restocking_percent-fault"', "too small or too large"),
        ({"t:fee": "a lot"}, 'id="t-fee-fault"', "This does not fit here."),
        ({"t:fees": "DOLLARS 5"}, 'id="t-fees-fault"', "This is not a currency"),
        ({"t:keep_item": "yes"}, 'id="t-keep_item-fault"', "can’t be kept"),
        ({"t:decision": "", "m:en": "", "m:ja": ""}, 'id="then-fault"', "Something is missing here."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    desk: Desk, shop: Known, changes: dict[str, str], field: str, said: str
) -> None:
    form = fields_of(desk.get("/policy/rules/1").text, 'id="rule"')
    answer = send(desk, "/policy/rules/one", form, **changes)
    assert answer.status_code == 422
    assert said in answer.text.partition(field)[2].partition("</p>")[0]
    assert drafting.current(shop.id).source == shop.config["return_policy"]
    kept = fields_of(answer.text, 'id="rule"')
    typed = {name: value for name, value in changes.items() if not name.endswith((":fact", ":op"))}
    assert all(kept.get(name) == value for name, value in typed.items())


@pytest.mark.parametrize(
    ("step", "shown", "gone"),
    [
        ("add:w", "w:2:fact", None),
        ("group:w", "w:2:1:fact", None),
        ("drop:w:0", "w:0:fact", "w:1:fact"),
        ("drop:w:9", "w:1:fact", None),
        ("nonsense", "w:1:fact", None),
    ],
)
def test_buttons_change_the_forms_shape_and_save_nothing(
    desk: Desk, shop: Known, step: str, shown: str, gone: str | None
) -> None:
    form = fields_of(desk.get("/policy/rules/1").text, 'id="rule"')
    answer = send(desk, "/policy/rules/one", form, do=step, name="Half typed")
    after = fields_of(answer.text, 'id="rule"')
    assert shown in after and gone not in after and after["name"] == "Half typed"
    assert not drafting.current(shop.id).is_open


def test_another_fact_is_asked_for_with_a_field_that_fits(desk: Desk, shop: Known) -> None:
    form = fields_of(desk.get("/policy/rules/1").text, 'id="rule"')
    changes = {"w:0:fact": "order.placed_on", "w:0:op": "lt", "w:1:fact": "order.tags"}
    page = send(desk, "/policy/rules/one", form, do="show", **changes).text
    assert '<option value="lt" selected>is before</option>' in page and 'type="date"' in page
    assert fields_of(page, 'id="rule"')["w:1:op"] == "contains"


def test_two_people_who_edit_rules_lose_nothing(app: Flask, desk: Desk, shop: Known) -> None:
    mine = fields_of(desk.get("/policy/rules/1").text, 'id="rule"')
    other = signed_in(app, make_user_of(shop, "manager"))
    theirs = fields_of(other.get("/policy/rules/0").text, 'id="rule"')
    send(other, "/policy/rules/one", theirs, **{"t:window_days": "90"})
    send(other, "/policy/rules", fields_of(other.get("/policy").text, 'id="arrange"'), do="down:0")

    refused = send(desk, "/policy/rules/one", mine, name="Really final")
    assert refused.status_code == 409 and "Nothing of yours is lost" in refused.text
    assert "there are 90 days to ask for it" in refused.text
    assert drafting.current(shop.id).source["rules"] == [FINAL, VIP | {"then": {"window_days": 90, "fee": 0}}]
    again = fields_of(refused.text, 'id="rule"')
    assert again["name"] == "Really final"
    assert send(desk, "/policy/rules/one", again).status_code == 200
    rules = drafting.current(shop.id).source["rules"]
    assert [rule["name"] for rule in rules] == ["Really final", "VIPs"]
    assert rules[1]["then"]["window_days"] == 90


def test_a_rule_that_a_colleague_deleted_can_be_put_back_by_saving_it(
    app: Flask, desk: Desk, shop: Known
) -> None:
    mine = fields_of(desk.get("/policy/rules/0").text, 'id="rule"')
    other = signed_in(app, make_user_of(shop, "manager"))
    send(other, "/policy/rules", fields_of(other.get("/policy").text, 'id="arrange"'), do="delete:0")
    refused = send(desk, "/policy/rules/one", mine, **{"t:window_days": "90"})
    assert refused.status_code == 409 and "at the end of the list" in refused.text
    send(desk, "/policy/rules/one", fields_of(refused.text, 'id="rule"'))
    rules = drafting.current(shop.id).source["rules"]
    assert [rule["name"] for rule in rules] == ["Final sale", "VIPs"]


def make_user_of(shop: Known, role: str) -> Any:
    return make_user(shop, role)  # type: ignore[arg-type]


def test_a_rule_that_is_not_there_is_not_found(desk: Desk, shop: Known) -> None:
    assert desk.get("/policy/rules/7").status_code == 404


def test_the_shops_own_words_are_offered_where_a_rule_compares_them(
    desk: Desk, merchant: Merchant, shop: Known
) -> None:
    make_order(merchant, "7001", lines=[make_line(product_type="rain coats", tags=["sale"])])
    assert '<option value="rain coats">' in desk.get("/policy/rules/new").text
    form = fields_of(desk.get("/policy/rules/new").text, 'id="rule"')
    listed = {"w:0:fact": "line.tags", "w:0:op": "contains_any", "do": "show"}
    assert "In your orders: sale" in send(desk, "/policy/rules/one", form, **listed).text
    named = {"w:0:fact": "order.number", "w:0:op": "eq", "do": "show"}
    assert "<datalist" not in send(desk, "/policy/rules/one", form, **named).text


def test_carriers_and_locations_are_offered_from_the_shops_file(app: Flask) -> None:
    merchant = make_merchant("bolt", **SHOP)
    desk = signed_in(app, make_user(merchant, "owner"))
    form = fields_of(desk.get("/policy/rules/new").text, 'id="rule"')
    for fact, value in (("location", NJ1["code"]), ("carrier", GROUND["carrier"])):
        asked = {"w:0:fact": fact, "w:0:op": "eq", "do": "show"}
        assert f'<option value="{value}">' in send(desk, "/policy/rules/one", form, **asked).text
