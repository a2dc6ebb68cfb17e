"""Staff make a return for a shopper: by the policy, or against it with a reason that is kept."""

import re

import pytest

from commerce import audit
from commerce.models import Merchant
from returns import found
from tests.builders import make_line
from tests.portal.console.staffing import Desk
from tests.returns.shop import deliver, open_shop

FORM = {"reason": "too_small", "resolution": "refund", "method": "label"}


@pytest.fixture(autouse=True)
def shop(merchant: Merchant) -> None:
    open_shop(merchant)


def test_what_the_policy_allows_is_approved_at_once(desk: Desk, merchant: Merchant) -> None:
    deliver(merchant)
    page = desk.send("/orders/1001/return", **FORM, **{"quantity:L1": "1"}).text
    assert "The return is made" in page
    [made] = found.listed(merchant.id)
    assert (made.status, made.override, made.lines[0].quantity) == ("approved", None, 1)


def test_what_it_denies_takes_a_reason(desk: Desk, merchant: Merchant) -> None:
    deliver(merchant, days=90)
    assert "Not allowed" in desk.get("/orders/1001/return").text
    refused = desk.send("/orders/1001/return", **FORM, **{"quantity:L1": "1"})
    assert refused.status_code == 422 and "Write down why" in refused.text
    assert found.listed(merchant.id) == []
    desk.send("/orders/1001/return", **FORM, **{"quantity:L1": "1", "override": "Promised on the phone"})
    [made] = found.listed(merchant.id)
    assert made.status == "approved" and made.override
    assert (made.override["by"], made.override["reason"]) == ("owner@acme.test", "Promised on the phone")
    assert audit.listed(merchant.id)[0].after["override"] == "Promised on the phone"
    assert "Promised on the phone" in desk.get(f"/returns/{made.code}").text


def test_a_reason_never_sets_the_counts_aside(desk: Desk, merchant: Merchant) -> None:
    deliver(merchant)
    form = FORM | {"quantity:L1": "3", "override": "Promised on the phone"}
    assert desk.send("/orders/1001/return", **form).status_code == 422
    assert found.listed(merchant.id) == []


@pytest.mark.parametrize("units", ["0", "", "-1", "x"])
def test_nothing_chosen_is_told(desk: Desk, merchant: Merchant, units: str) -> None:
    deliver(merchant)
    answer = desk.send("/orders/1001/return", **FORM, **{"quantity:L1": units})
    assert answer.status_code == 422 and "Choose at least one item" in answer.text


def test_what_is_coming_back_already_is_not_offered(desk: Desk, merchant: Merchant) -> None:
    deliver(merchant, "1001", make_line("L1", quantity=1))
    desk.send("/orders/1001/return", **FORM, **{"quantity:L1": "1"})
    assert "Nothing is left to return" in desk.get("/orders/1001/return").text


def test_staff_read_days_as_people_write_them(desk: Desk, merchant: Merchant) -> None:
    deliver(merchant)
    desk.send("/orders/1001/return", **FORM, **{"quantity:L1": "1"})
    [made] = found.listed(merchant.id)
    deliver(merchant, "1002", days=90)
    closed = "The return window closed on "
    pages = {f"/returns/{made.code}": "You can return this until ", "/policy/try?order=1002": closed}
    for path, words in (pages | {"/orders/1002/return": closed}).items():
        said = desk.get(path).text.partition(words)[2]
        assert said and not re.match(r"\d{4}-", said), path
