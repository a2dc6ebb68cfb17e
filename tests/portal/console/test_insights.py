"""The pages of figures: what was counted stands in charts, tables and files, in few statements."""

from datetime import date, timedelta

import pytest

from commerce.clock import now
from commerce.database import transaction
from commerce.insights.counting import add
from commerce.insights.figures import Figure, week_of
from commerce.models import Merchant
from portal.console.charts import TOPICS
from tests.portal.console.staffing import Desk
from tests.statements import counted

ZONE = "America/New_York"


def monday(weeks_ago: int = 1) -> date:
    return week_of(now(), ZONE) - timedelta(weeks=weeks_ago)


def count(merchant: Merchant, measure: str, many: int, total: int = 0, weeks_ago: int = 1, **by: str) -> None:
    with transaction():
        add(merchant.id, [Figure(measure, monday(weeks_ago), many, total, dict(by))])


@pytest.mark.parametrize("topic", TOPICS)
def test_a_shop_without_figures_is_told_so(desk: Desk, topic: str) -> None:
    page = desk.get(f"/insights/{topic}").text
    assert page.count("Nothing was counted in these weeks yet.") == len(TOPICS[topic])


def test_insights_begin_with_the_first_topic(desk: Desk) -> None:
    assert desk.get("/insights").location == "/console/insights/delivery"
    assert desk.get("/insights/nonsense").status_code == 404


def test_promises_are_shown_by_week_and_by_carrier(desk: Desk, merchant: Merchant) -> None:
    count(merchant, "promised", 8, 6, carrier="UPS")
    count(merchant, "promised", 2, 2, carrier="<DHL>")
    assert "80.0%" in desk.get("/insights/delivery").text
    page = desk.get("/insights/delivery?by=carrier").text
    assert page.index("UPS") < page.index("&lt;DHL&gt;")
    assert "75.0%" in page


def test_a_week_that_is_running_counts_for_no_promise(desk: Desk, merchant: Merchant) -> None:
    count(merchant, "promised", 8, 0, weeks_ago=0)
    count(merchant, "transit", 1, 48, weeks_ago=0)
    page = desk.get("/insights/delivery").text
    assert "0.0%" not in page and "2.0 days" in page


@pytest.mark.parametrize(
    ("weeks", "shown"), [(4, False), (13, True), ("9", True), ("１３", True), (10**9, True)]
)
def test_the_period_is_one_of_those_offered(
    desk: Desk, merchant: Merchant, weeks: object, shown: bool
) -> None:
    count(merchant, "transit", 1, 240, weeks_ago=8)
    assert ("10.0 days" in desk.get(f"/insights/delivery?weeks={weeks}").text) is shown


def test_codes_are_said_in_words(desk: Desk, merchant: Merchant) -> None:
    count(merchant, "returned", 3, reason="too_small", country="JP", product="Tee", size="M")
    count(merchant, "sold", 6, country="JP")
    count(merchant, "came_back", 3, country="JP")
    page = desk.get("/insights/returns?by=country").text
    assert "Japan" in page and "50.0%" in page and "Too small" in page


def test_what_cannot_be_told_apart_says_so_and_keeps_to_the_period(desk: Desk, merchant: Merchant) -> None:
    count(merchant, "exchange", 1, 700, currency="USD")
    count(merchant, "exchange", 1, 900, weeks_ago=8, currency="USD")
    page = desk.get("/insights/money?by=product&weeks=4").text
    assert "$7.00" in page and "$9.00" not in page
    assert page.count("Told by week alone.") == 2
    assert "$9.00" in desk.get("/insights/money?by=product").text
    assert "Told by week alone." not in desk.get("/insights/money").text


def test_money_is_that_of_the_shops_own_currency(desk: Desk, merchant: Merchant) -> None:
    count(merchant, "refund", 2, 5000, currency="USD")
    count(merchant, "refund", 9, 99900, currency="EUR")
    page = desk.get("/insights/money").text
    assert "$50.00" in page and "999" not in page


def test_a_file_has_all_rows_of_a_chart(desk: Desk, merchant: Merchant) -> None:
    for number in range(60):
        count(merchant, "returned", 60 - number, product=f"=P{number}", reason="other")
    answer = desk.get("/insights/returns/products.csv")
    lines = answer.text.splitlines()
    assert lines[:2] == ["\ufeffproduct,items", "'=P0,60"] and len(lines) == 61
    assert "products-by-product.csv" in answer.headers["Content-Disposition"]
    by_week = desk.get("/insights/returns/reasons.csv?by=carrier").text.splitlines()
    assert by_week[1] == "other,1830"


@pytest.mark.parametrize("path", ["/insights/returns/nonsense.csv", "/insights/nonsense/products.csv"])
def test_a_file_that_there_is_not_is_not_found(desk: Desk, path: str) -> None:
    assert desk.get(path).status_code == 404


def test_another_shops_figures_are_not_shown(desk: Desk, other_user: object, merchant: Merchant) -> None:
    with transaction():
        add(other_user.merchant_id, [Figure("transit", monday(), 1, 48, {})])  # type: ignore[attr-defined]
    assert "2.0 days" not in desk.get("/insights/delivery").text


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("by", ["week", "product"])
def test_a_page_takes_six_statements_at_most(desk: Desk, topic: str, by: str) -> None:
    desk.get("/today")
    with counted() as sent:
        desk.get(f"/insights/{topic}?by={by}")
    assert len(sent) <= 6, sent
