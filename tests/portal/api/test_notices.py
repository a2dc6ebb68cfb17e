"""Notices over HTTP: listed by order and status, masked, retried."""

import pytest

from commerce import clock
from commerce.database import transaction
from commerce.models import Merchant
from notifications.models import Notice
from tests.builders import make_merchant
from tests.notifications.happening import NOON, find_delay, follow, notices, order_of, ship
from tests.portal.calling import ApiClient
from tests.statements import counted


@pytest.fixture
def delays(merchant: Merchant) -> None:
    """A delay on each of three orders."""
    with clock.at(NOON):
        for number in ("1001", "1002", "1003"):
            find_delay(ship(order_of(merchant, number)))
        follow()


def change(merchant: Merchant, **fields: object) -> Notice:
    """The first order's notice, changed."""
    with transaction():
        notice = notices(merchant)[0]
        for name, value in fields.items():
            setattr(notice, name, value)
    return notice


@pytest.mark.usefixtures("delays")
def test_an_orders_notices_are_listed_masked(api: ApiClient, merchant: Merchant) -> None:
    sent = NOON.isoformat().replace("+00:00", "Z")
    notice = change(merchant, status="sent", skip_reason=None, sent_at=NOON, subject="Late")
    assert api.get("/v1/notices?order=1001").json == {
        "data": [
            {
                "id": notice.code,
                "kind": "delayed",
                "channel": "email",
                "to": "a•••@example.com",
                "status": "sent",
                "skip_reason": None,
                "error": None,
                "order": "1001",
                "shipment": "S1",
                "return": None,
                "claim": None,
                "subject": "Late",
                "attempts": 0,
                "created_at": sent,
                "due_at": sent,
                "sent_at": sent,
            }
        ],
        "next_cursor": None,
    }


@pytest.mark.usefixtures("delays")
def test_what_is_just_being_sent_is_shown_as_scheduled(api: ApiClient, merchant: Merchant) -> None:
    change(merchant, status="sending")
    [listed] = api.get("/v1/notices?status=scheduled").json["data"]  # type: ignore[index]
    assert (listed["order"], listed["status"]) == ("1001", "scheduled")


@pytest.mark.usefixtures("delays")
def test_all_are_listed_the_newest_first_by_pages_of_few_statements(
    api: ApiClient,
) -> None:
    api.get("/v1/notices")  # fills what is kept in memory
    with counted() as statements:
        first = api.get("/v1/notices?limit=2").json
    assert len(statements) <= 3
    assert first is not None
    second = api.get(f"/v1/notices?limit=2&cursor={first['next_cursor']}").json
    assert second is not None
    assert [n["order"] for n in first["data"] + second["data"]] == ["1003", "1002", "1001"]


@pytest.mark.usefixtures("delays")
def test_a_failed_notice_is_retried(api: ApiClient, merchant: Merchant) -> None:
    notice = change(merchant, status="failed", skip_reason=None, error="the mail server answered 554")
    answer = api.post(f"/v1/notices/{notice.code}/retry")
    assert (answer.status_code, answer.json["status"], answer.json["error"]) == (202, "scheduled", None)  # type: ignore[index]
    again = api.post(f"/v1/notices/{notice.code}/retry")
    assert (again.status_code, again.json["code"]) == (409, "notice_not_failed")  # type: ignore[index]
    assert api.get(f"/v1/notices/{notice.code}").json == answer.json


def test_another_merchants_notice_is_unknown(api: ApiClient) -> None:
    other = make_merchant("other")
    with clock.at(NOON):
        find_delay(ship(order_of(other)))
        follow()
    [notice] = notices(other)
    assert api.get(f"/v1/notices/{notice.code}").status_code == 404
    assert api.post(f"/v1/notices/{notice.code}/retry").status_code == 404
    assert api.get("/v1/notices").json == {"data": [], "next_cursor": None}
