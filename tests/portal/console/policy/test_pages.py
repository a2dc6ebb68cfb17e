"""The builder's other pages: overview, terms, text, trial, review and versions."""

import pytest
from flask import Flask

from commerce import audit, merchant_export, merchants
from commerce.merchants import Known
from commerce.models import Merchant
from commerce.yaml_source import parse
from returns import drafting, publishing
from tests.builders import make_line
from tests.portal.console.policy.conftest import FINAL, POLICY, VIP, fields_of, send
from tests.portal.console.staffing import Desk, make_user, signed_in
from tests.returns.shop import ask, deliver, request
from tests.statements import counted

ALL = ["/policy", "/policy/terms", "/policy/rules/0", "/policy/rules/new", "/policy/text", "/policy/review"]
ALL += ["/policy/versions", "/policy/versions/1", "/policy/try?order=1001"]


def arrange(desk: Desk, step: str) -> int:
    status: int = send(
        desk, "/policy/rules", fields_of(desk.get("/policy").text, 'id="arrange"'), do=step
    ).status_code
    return status


def names(shop: Known) -> list[str]:
    return [rule["name"] for rule in drafting.current(shop.id).source["rules"]]


@pytest.mark.parametrize("locale", ["en", "ja", "ko"])
@pytest.mark.parametrize("path", ALL)
def test_every_page_opens_in_every_language_with_few_statements(
    desk: Desk, shop: Known, merchant: Merchant, path: str, locale: str
) -> None:
    deliver(merchant, "1001", make_line(quantity=2))
    request(shop, ask(reason="changed_mind"))
    drafting.save(shop.id, drafting.current(shop.id).seen, POLICY | {"fee": 0}, "ada@acme.test")
    desk.send("/account/language", locale=locale)
    desk.get(path)
    with counted() as sent:
        answer = desk.get(path)
    assert answer.status_code == 200 and f'<html lang="{locale}">' in answer.text
    assert len(sent) <= (7 if "review" in path else 6), sent


def test_an_empty_shop_is_taught_the_first_step(desk: Desk, merchant: Merchant) -> None:
    page = desk.get("/policy").text
    assert "You take no returns yet" in page
    send(desk, "/policy/start", fields_of(page, "/policy/start"))
    assert "within 30 days" in desk.get("/policy").text
    assert publishing.in_force(merchant.id) is None


@pytest.mark.parametrize(
    ("step", "after"),
    [
        ("up:1", ["Final sale", "VIPs"]),
        ("down:0", ["Final sale", "VIPs"]),
        ("up:0", ["VIPs", "Final sale"]),
        ("move:1:0", ["Final sale", "VIPs"]),
        ("move:0:9", ["Final sale", "VIPs"]),
        ("copy:0", ["VIPs", "VIPs (2)", "Final sale"]),
        ("delete:0", ["Final sale"]),
    ],
)
def test_rules_are_moved_doubled_and_deleted(desk: Desk, shop: Known, step: str, after: list[str]) -> None:
    assert arrange(desk, step) == 200
    assert names(shop) == after


@pytest.mark.parametrize("step", ["", "up", "up:x", "delete:-1", "delete:2", "move:0", "turn:1", "up:0:1:2"])
def test_a_step_that_there_is_not_changes_nothing(desk: Desk, shop: Known, step: str) -> None:
    assert arrange(desk, step) == 404
    assert not drafting.current(shop.id).is_open


def test_terms_that_are_saved_unchanged_say_the_same(desk: Desk, shop: Known) -> None:
    form = fields_of(desk.get("/policy/terms").text, "/policy/terms")
    send(desk, "/policy/terms", form)
    assert drafting.current(shop.id).source == shop.config["return_policy"]


def test_terms_are_changed_and_refused_where_they_contradict(desk: Desk, shop: Known) -> None:
    form = fields_of(desk.get("/policy/terms").text, "/policy/terms")
    refused = send(desk, "/policy/terms", form, **{"t:resolutions": "refund", "t:window.days": "soon"})
    assert refused.status_code == 422 and 'id="t-window-days-fault"' in refused.text
    refused = send(desk, "/policy/terms", form, **{"t:resolutions": "refund"})
    assert "never offers" in refused.text.partition('id="t-fee_waived_for-fault"')[2].partition("</p>")[0]
    send(desk, "/policy/terms", form, **{"t:window.days": "", "t:fee": "5,50"})
    source = drafting.current(shop.id).source
    assert source["fee"] == 550 and "window" not in source and source["rules"] == POLICY["rules"]


def test_the_text_is_the_exports_and_comes_back_as_sentences(desk: Desk, shop: Known) -> None:
    form = fields_of(desk.get("/policy/text").text, "/policy/text")
    whole = merchant_export.as_yaml(merchant_export.document(shop))
    assert parse(form["text"].encode()).value["return_policy"] == parse(whole.encode()).value["return_policy"]
    send(desk, "/policy/text", form)
    assert not drafting.current(shop.id).is_open
    page = send(desk, "/policy/text", form, text=form["text"].replace("VIPs", "Our friends")).text
    assert "Our friends" in page and names(shop) == ["Our friends", "Final sale"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("window: {days: many}", "Line 1 · <code>/window/days</code>: This does not fit here."),
        ("return_policy:\n  fee: 1\n  colour: red\n", "Line 3 · <code>/colour</code>"),
        ("window: [", "Line 1: This can’t be read (is not YAML"),
        ("- a", "Line 1: This does not fit here."),
        ("fee: 1\nfee: 2", "Line 2 · <code>/fee</code>"),
    ],
)
def test_faults_of_the_text_are_told_by_line_and_it_stays(
    desk: Desk, shop: Known, text: str, said: str
) -> None:
    form = fields_of(desk.get("/policy/text").text, "/policy/text")
    answer = send(desk, "/policy/text", form, text=text)
    assert answer.status_code == 422 and said in answer.text
    assert fields_of(answer.text, "/policy/text")["text"] == text
    assert not drafting.current(shop.id).is_open


@pytest.mark.parametrize("path", ["/policy/text", "/policy/terms"])
def test_two_people_with_the_same_form_are_told_and_keep_their_text(
    app: Flask, desk: Desk, shop: Known, path: str
) -> None:
    mine = fields_of(desk.get(path).text, path)
    other = signed_in(app, make_user(shop, "manager"))  # type: ignore[arg-type]
    arrange(other, "delete:0")
    changes = {"text": "fee: 100"} if "text" in path else {"t:fee": "1.00"}
    refused = send(desk, path, mine, **changes)
    assert refused.status_code == 409 and "Nothing of yours is lost" in refused.text
    assert "VIPs" in refused.text and names(shop) == ["Final sale"]
    again = fields_of(refused.text, path)
    assert all(again[name] == value for name, value in changes.items())
    send(desk, path, again)
    assert drafting.current(shop.id).source["fee"] == 100


def test_an_order_is_judged_by_the_draft_with_its_reasons(
    desk: Desk, shop: Known, merchant: Merchant
) -> None:
    deliver(merchant, "1001", make_line("L1", title="Rain coat", final_sale=True))
    page = desk.get("/policy/try?order=1001&reason=damaged").text
    assert "Not allowed" in page and "No way back." in page
    assert "✓ the item is marked final sale" in page and "here: yes" in page
    arrange(desk, "delete:1")
    assert "Allowed" in desk.get("/policy/try?order=1001").text
    assert "no order with this number" in desk.get("/policy/try?order=nope").text
    assert publishing.in_force(shop.id).source["rules"] == [VIP, FINAL]  # type: ignore[union-attr]


def test_before_publishing_it_is_shown_what_would_have_been_otherwise(
    desk: Desk, shop: Known, merchant: Merchant
) -> None:
    deliver(merchant, "1001", make_line("L1", sku="COAT"))
    request(shop, ask(reason="changed_mind"))
    coats = {
        "name": "Coats stay",
        "when": {"fact": "line.sku", "op": "eq", "value": "COAT"},
        "then": {"decision": "deny"},
    }
    never = {"name": "Never", "when": coats["when"], "then": {"decision": "allow"}}
    drafting.save(
        shop.id, drafting.current(shop.id).seen, POLICY | {"rules": [coats, never]}, "ada@acme.test"
    )
    page = desk.get("/policy/review").text
    assert "Coats stay" in page and "Rules that never decide anything" in page
    assert "$0.00" in page and "instead of $" in page
    assert '<td><a href="/console/orders/1001">1001</a></td><td>Allowed</td><td>Not allowed</td>' in page


def test_a_draft_is_published_and_gone_back_from(desk: Desk, shop: Known) -> None:
    arrange(desk, "delete:0")
    page = send(desk, "/policy/publish", fields_of(desk.get("/policy/review").text, "/policy/publish")).text
    assert "It is published" in page and "Version 2" in page and "In force" in page
    known = merchants.fresh_by_id(shop.id)
    assert known and known.config["return_policy"]["rules"] == [FINAL]
    assert audit.listed(shop.id)[0].after["version"] == 2
    assert not drafting.current(shop.id).is_open
    page = desk.get("/policy/versions/1").text
    send(desk, "/policy/versions/1/restore", fields_of(page, "/restore"))
    newest = publishing.in_force(shop.id)
    assert newest and newest.version == 3 and newest.source == shop.config["return_policy"]
    assert audit.listed(shop.id)[0].action == "policy_restored"


def test_a_draft_that_others_changed_or_published_over_is_not_published(
    app: Flask, desk: Desk, shop: Known
) -> None:
    arrange(desk, "delete:0")
    form = fields_of(desk.get("/policy/review").text, "/policy/publish")
    arrange(signed_in(app, make_user(shop, "manager")), "copy:0")  # type: ignore[arg-type]
    refused = send(desk, "/policy/publish", form)
    assert refused.status_code == 409 and "Final sale (2)" in refused.text
    form = fields_of(refused.text, "/policy/publish")
    publishing.publish(shop.id, publishing.draft(shop.id, {"fee": 1}).version)
    assert send(desk, "/policy/publish", form).status_code == 409
    newest = publishing.in_force(shop.id)
    assert newest and newest.version == 2


def test_a_dropped_draft_leaves_the_policy_and_a_trace(desk: Desk, shop: Known) -> None:
    arrange(desk, "delete:0")
    send(desk, "/policy/drop", fields_of(desk.get("/policy").text, "/policy/drop"))
    assert drafting.current(shop.id).source["rules"] == [VIP, FINAL]
    assert audit.listed(shop.id)[0].before == {} and "rule VIPs" in audit.listed(shop.id)[0].after


def test_a_fault_that_a_change_elsewhere_made_is_shown_at_its_rule(desk: Desk, shop: Known) -> None:
    rule = {"name": "From shipping", "then": {"window_from": "shipped"}}
    source = {"rules": [rule]}
    drafting.save(shop.id, drafting.current(shop.id).seen, source, "ada@acme.test")
    page = desk.get("/policy").text
    assert "Nothing says how many days" in page.partition('id="rule-0"')[2].partition("</li>")[0]
    assert "Mend them first" in desk.get("/policy/review").text


def test_a_viewer_reads_and_finds_no_buttons(app: Flask, shop: Known) -> None:
    viewer = signed_in(app, make_user(shop, "viewer"))  # type: ignore[arg-type]
    page = viewer.get("/policy").text
    assert "VIPs" in page and "Duplicate" not in page and "Add a rule" not in page
    assert "readonly" in viewer.get("/policy/text").text
