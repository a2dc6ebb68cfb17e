"""The console's page of delivery dates: a destination is tried, promises are scored, models come and go."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import text

from commerce import audit
from commerce.database import db
from commerce.models import Merchant
from eta_model.models import EtaQuote
from tests.builders import make_merchant
from tests.portal.console.cards import DETAILS, FIGURES, make_model, make_scorecard
from tests.portal.console.staffing import Desk, make_user, signed_in
from tests.sample_shop import GROUND, NJ1, SHOP
from tests.statements import counted


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    return make_merchant(**SHOP)


def statuses() -> dict[str, str]:
    rows = db.session.execute(text("SELECT id, status FROM eta_models")).all()
    db.session.commit()
    return dict(rows)  # type: ignore[arg-type]


def test_a_destination_is_tried_and_no_quote_is_kept(desk: Desk, app: Flask) -> None:
    answer = desk.get("/delivery-dates?country=us&postcode=94103")
    assert "Get it" in answer.text
    assert "from the service’s transit days" in answer.text
    app.extensions["quoting"].flush()
    assert db.session.query(EtaQuote).execution_options(across_merchants=True).count() == 0


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("country=US&postcode=ABC", "That is not a postcode of this country."),
        ("country=XX", "That is not a country’s two letters"),
        ("country=DE&postcode=10115", "does not go to this country"),
    ],
)
def test_what_can_not_be_promised_is_told(desk: Desk, query: str, said: str) -> None:
    assert said in desk.get(f"/delivery-dates?{query}").text


def test_before_the_first_scored_promise_the_page_says_what_is_missing(desk: Desk) -> None:
    assert "No promise has been scored yet" in desk.get("/delivery-dates").text


def test_until_a_promise_is_scored_the_test_of_the_serving_model_is_shown(
    desk: Desk, merchant: Merchant
) -> None:
    make_model(merchant, "mdl_new", "candidate", scorecard=FIGURES | DETAILS)
    assert "How the model did in its test" not in desk.get("/delivery-dates").text
    make_model(merchant, "mdl_old", "serving", scorecard=FIGURES | DETAILS)
    shown = desk.get("/delivery-dates").text
    assert "How the model did in its test" in shown and "91.3%" in shown
    assert shown.count('<svg viewBox="0 0 320 200"') == 2
    make_scorecard(merchant)
    assert "How the model did in its test" not in desk.get("/delivery-dates").text


def test_the_form_begins_with_a_country_that_the_shop_sends_from(app: Flask) -> None:
    shop = make_merchant(locations=[NJ1], shipping_services=[GROUND | {"to": ["JP", "KR", "US"]}])
    shown = signed_in(app, make_user(shop, "manager")).get("/delivery-dates").text
    assert 'maxlength="2" required value="US"' in shown


def test_the_scorecard_is_shown_with_its_plots(desk: Desk, merchant: Merchant) -> None:
    make_scorecard(merchant)
    shown = desk.get("/delivery-dates").text
    for told in ("91.3%", "5.5 days", "1.2 days", "US&gt;US", "2026-10", "they are longer now"):
        assert told in shown, told
    assert shown.count('<svg viewBox="0 0 320 200"') == 3


def test_a_candidate_is_let_serve_and_taken_back(desk: Desk, merchant: Merchant) -> None:
    make_model(merchant, "mdl_old", "serving", promoted_at=datetime(2026, 11, 1, tzinfo=UTC))
    make_model(merchant, "mdl_new", "candidate")
    assert "It serves from now on." in desk.send("/delivery-dates/promote", model="mdl_new").text
    assert statuses() == {"mdl_old": "retired", "mdl_new": "serving"}
    assert "The one before it serves again." in desk.send("/delivery-dates/go-back").text
    assert statuses() == {"mdl_old": "serving", "mdl_new": "refused"}
    told = [entry.action for entry in audit.listed(merchant.id)]
    assert told[:2] == ["model_taken_back", "model_promoted"]


def test_the_only_model_is_taken_back_and_nothing_is_said_to_serve_again(
    desk: Desk, merchant: Merchant
) -> None:
    make_model(merchant, "mdl_only", "serving")
    page = desk.send("/delivery-dates/go-back").text
    assert "No model of your own answers now." in page and "serves again" not in page
    assert statuses() == {"mdl_only": "refused"}


def test_models_are_tested_side_by_side_the_serving_one_first(desk: Desk, merchant: Merchant) -> None:
    make_model(merchant, "mdl_bare", "retired")
    losses = {"candidate_pinball_days": 0.31, "rival_pinball_days": 0.4}
    contest = {"from": "2026-09-07", "to": "2026-10-04", "reason": "it was better"} | losses
    better = FIGURES | {"promise_kept": 0.937, "coverage": {"p50": 0.52}}
    make_model(merchant, "mdl_old", "serving", scorecard=FIGURES)
    assert "Tests side by side" not in desk.get("/delivery-dates").text
    make_model(merchant, "mdl_new", "candidate", scorecard=better, contest=contest)
    table = desk.get("/delivery-dates").text.partition("<caption")[2].partition("</table>")[0]
    assert table.index("mdl_old") < table.index("mdl_new") and "mdl_bare" not in table
    for row in (
        '<td class="number">91.3%</td><td class="number">93.7%</td>',
        '<td class="number">–</td><td class="number">2026-09-07 – 2026-10-04</td>',
        '<td class="number">50.0%</td><td class="number">52.0%</td>',
        '<td class="number">91.0%</td><td class="number">–</td>',
        '<td class="number">–</td><td class="number">0.310 / 0.400</td>',
    ):
        assert row in table, row


def test_a_model_that_lost_its_test_serves_only_by_force(desk: Desk, merchant: Merchant) -> None:
    make_model(merchant, "mdl_bad", "refused", status_reason="worse")
    assert "It lost its test" in desk.send("/delivery-dates/promote", model="mdl_bad").text
    assert statuses() == {"mdl_bad": "refused"}
    desk.send("/delivery-dates/promote", model="mdl_bad", forced="yes")
    assert statuses() == {"mdl_bad": "serving"}


def test_models_of_others_and_of_the_pool_are_not_there(desk: Desk, merchant: Merchant) -> None:
    make_model(None, "mdl_pool", "candidate")
    make_model(make_merchant("bolt"), "mdl_bolt", "candidate")
    for model in ("mdl_pool", "mdl_bolt", "mdl_none"):
        assert "It is not there any more." in desk.send("/delivery-dates/promote", model=model).text
    assert set(statuses().values()) == {"candidate"}
    assert "mdl_bolt" not in desk.get("/delivery-dates").text


def test_with_nothing_before_it_no_model_is_taken_back(desk: Desk, merchant: Merchant) -> None:
    assert "It is not there any more." in desk.send("/delivery-dates/go-back").text


@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("agent", 403), ("manager", 200)])
def test_only_managers_change_which_model_serves(
    app: Flask, merchant: Merchant, role: str, status: int
) -> None:
    make_model(merchant, "mdl_new", "candidate")
    desk = signed_in(app, make_user(merchant, role))
    assert ("Let it serve" in desk.get("/delivery-dates").text) == (status == 200)
    assert desk.send("/delivery-dates/promote", model="mdl_new").status_code == status


def test_the_page_costs_few_statements(desk: Desk, merchant: Merchant) -> None:
    for number in range(15):
        make_model(merchant, f"mdl_{number}", "retired", promoted_at=datetime(2026, 11, 1, tzinfo=UTC))
    desk.get("/delivery-dates")
    with counted() as statements:
        desk.get("/delivery-dates?country=US&postcode=94103")
    assert len(statements) <= 6, statements
