"""A shop with something on every page of the console, and the address of each."""

from datetime import timedelta

from flask import Flask

from commerce.clock import now
from commerce.database import transaction
from commerce.insights.counting import add
from commerce.insights.figures import Figure, week_of
from commerce.models import Merchant
from notifications.webhooks import endpoints
from portal.console.charts import TOPICS
from portal.console.roles import LEAST, OPEN
from returns import claims, questions, steps
from tests.builders import make_line
from tests.notifications.test_worklist import write
from tests.portal.console.cards import FIGURES, make_model, make_scorecard
from tests.portal.console.test_today import make_parcel
from tests.returns.shop import ask, deliver, open_shop, request
from tests.sample_shop import GROUND, NJ1

MORE = (
    *("/orders?q=nobody", "/parcels?state=late", "/parcels?state=trouble", "/messages?state=failed"),
    *("/returns?state=requested", "/returns/desk?scan=nothing", "/delivery-dates?country=US&postcode=94103"),
    *(
        "/insights/returns",
        "/insights/money",
        "/insights/delivery?by=carrier",
        "/insights/returns?by=product",
    ),
)
"""Other faces of pages, beside the one that each address has by itself."""


def fill(merchant: Merchant, many: int = 1) -> dict[str, dict[str, str]]:
    """Give the shop something of everything, lists `many` rows; returns what goes into addresses' blanks."""
    shop = open_shop(merchant)
    for number in range(many):
        late = make_parcel(merchant, f"LATE{number}", promised_on=(now() - timedelta(days=3)).date())
        write(late, f"ntc_{number}", "failed", error="refused by the server")
        make_parcel(merchant, f"LOST{number}", status="failure", action_required="merchant")
        deliver(merchant, f"1{number:03}", make_line("L1", sku="COAT", title="Rain coat"))
        asked = request(shop, ask(quantity=2, comment="Too small"), number=f"1{number:03}")
        deliver(merchant, f"2{number:03}")
        odd = request(shop, ask(), number=f"2{number:03}")
        steps.receive(merchant.id, odd.code, [{"id": "L1", "quantity": 1, "condition": "wrong_item"}])
        claim = claims.open_claim(shop, f"1{number:03}", {"kind": "damaged", "description": "Crushed"})
        questions.ask(merchant.id, asked.code, "Was it worn?", "mina@acme.test")
    endpoints.create(merchant.id, "https://acme.example/hook", ["return.requested"])
    for name in ("mdl_1", "mdl_2"):
        make_model(merchant, name, "candidate", scorecard=FIGURES)
    make_scorecard(merchant)
    count(merchant, many)
    order = {"number": "1000"}
    blanks = {"order": order, "new_return": order, "one_return": {"code": asked.code}}
    blanks |= {"location": {"code": NJ1["code"]}, "service": {"code": GROUND["code"]}}
    blanks["notice_word"] = {"kind": "delayed", "channel": "email", "locale": "en"}
    blanks |= {"policy_rule": {"at": "0"}, "policy_version": {"at": "1"}}
    blanks |= {"one_claim": {"code": claim.code}, "asset": {"digest": "x", "name": "console.css"}}
    return blanks | {
        "insights_page": {"topic": "delivery"},
        "insights_csv": {"topic": "returns", "name": "reasons"},
    }


EACH = {
    "transit": 77,
    "refund_time": 132,
    "feedback": 8,
    "refund": 2500,
    "exchange": 2400,
    "store_credit": 900,
}
"""What one of a measure comes to, in hours, points or minor units; of others, some of all are counted."""


def figure(measure: str, back: int) -> tuple[int, int]:
    """How many there were so many weeks ago, and what they come to."""
    number = 20 + 3 * (back % 4)
    return number, round(number * EACH[measure]) if measure in EACH else number - 1 - back % 3


def of_week(back: int) -> dict[str, str]:
    return {"product": f"Tee {back}", "currency": "USD"}


def count(merchant: Merchant, many: int) -> None:
    """Figures of every measure in several weeks."""
    week = week_of(now(), "UTC")
    measures = sorted({m for charts in TOPICS.values() for chart in charts for m in chart.measures})
    by = {"carrier": "UPS", "country": "US", "lane": "US → US", "size": "M", "reason": "too_small"}
    figures = [
        Figure(measure, week - timedelta(weeks=back), *figure(measure, back), by | of_week(back))
        for measure in measures
        for back in range(1, 3 + many)
    ]
    with transaction():
        add(merchant.id, figures)


def addresses(app: Flask, blanks: dict[str, dict[str, str]]) -> dict[str, str]:
    """The address of each page by its endpoint, and those of `MORE` by themselves; without what anyone may see."""
    found = {}
    for rule in app.url_map.iter_rules():
        blueprint, _, endpoint = rule.endpoint.partition(".")
        if blueprint == "console" and "GET" in (rule.methods or ()) and LEAST[endpoint] != OPEN:
            missing = rule.arguments - blanks.get(endpoint, {}).keys()
            assert not missing, f"name what goes into the blanks of {rule.rule}"
            built = rule.build(blanks.get(endpoint, {}), append_unknown=False)
            found[endpoint] = built[1].removeprefix("/console") if built else ""
    return found | {page: page for page in MORE}
