"""What pages cost: statements that do not grow with the rows, and bytes over the wire."""

import re

import pytest
from flask import Flask

from commerce.models import Merchant
from tests.builders import make_merchant
from tests.portal.console.everything import addresses, fill
from tests.portal.console.staffing import Desk
from tests.sample_shop import SHOP
from tests.statements import counted

MOST_STATEMENTS, MOST_OF_OTHERS, MOST_BYTES = 6, 20, 150_000
OTHERS = ("order", "one_return", "one_claim", "new_return", "dates_page")
"""Pages about one thing gather all that hangs by it; all but these and the policy's are lists."""

GZIP = {"Accept-Encoding": "gzip"}


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    return make_merchant(**SHOP)


def test_a_list_takes_six_statements_at_most_however_long_it_is(
    desk: Desk, app: Flask, merchant: Merchant
) -> None:
    pages = addresses(app, fill(merchant, many=4))
    desk.get("/today")
    taken = {}
    for endpoint, address in pages.items():
        with counted() as sent:
            answer = desk.get(address)
            assert answer.status_code in (200, 302, 303) and answer.text is not None, address
        most = MOST_OF_OTHERS if endpoint in OTHERS or "policy" in endpoint else MOST_STATEMENTS
        taken[address] = (len(sent), most)
    dear = {address: cost for address, cost in taken.items() if cost[0] > cost[1]}
    assert dear == {}, dear


def test_a_first_view_of_any_page_is_light(desk: Desk, app: Flask, merchant: Merchant) -> None:
    heavy = {}
    for address in addresses(app, fill(merchant)).values():
        answer = desk.get(address, headers=GZIP)
        if answer.mimetype == "text/html":
            files = set(re.findall(r'(?:src|href)="/console(/assets/[^"]+)"', desk.get(address).text))
            weight = len(answer.data) + sum(len(desk.get(file, headers=GZIP).data) for file in files)
            if weight > MOST_BYTES or (answer.status_code == 200 and not files):
                heavy[address] = weight
    assert heavy == {}
