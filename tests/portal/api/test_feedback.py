"""What shoppers said of deliveries, over HTTP."""

from flask.testing import FlaskClient

from commerce.models import Merchant
from tests.portal.calling import ApiClient
from tests.returns.shop import deliver


def test_answers_are_listed_the_last_given_first(
    api: ApiClient, client: FlaskClient, merchant: Merchant
) -> None:
    for number, score in (("1001", "9"), ("1002", "2"), ("1003", "5")):
        token = deliver(merchant, number).page_token
        client.post(f"/t/{token}/feedback", data={"score": score, "comment": f"About {number}"})
    first = api.get("/v1/feedback?limit=2").json
    assert [(one["order"], one["shipment"], one["score"]) for one in first["data"]] == [
        ("1003", "S-1003", 5),
        ("1002", "S-1002", 2),
    ]
    rest = api.get(f"/v1/feedback?limit=2&cursor={first['next_cursor']}").json
    assert [one["comment"] for one in rest["data"]] == ["About 1001"] and rest["next_cursor"] is None


def test_answers_can_be_asked_for_by_order(api: ApiClient, client: FlaskClient, merchant: Merchant) -> None:
    client.post(f"/t/{deliver(merchant).page_token}/feedback", data={"score": "0"})
    assert [one["score"] for one in api.get("/v1/feedback?order=1001").json["data"]] == [0]
    assert api.get("/v1/feedback?order=9").json["data"] == []


def test_another_merchant_sees_none_of_them(
    api: ApiClient, other_api: ApiClient, client: FlaskClient, merchant: Merchant
) -> None:
    client.post(f"/t/{deliver(merchant).page_token}/feedback", data={"score": "0"})
    assert other_api.get("/v1/feedback").json["data"] == []
