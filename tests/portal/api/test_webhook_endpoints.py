"""Webhook endpoints and events over HTTP."""

from collections.abc import Iterator
from typing import Any

import pytest
from standardwebhooks import Webhook

from commerce.models import Merchant
from tests.notifications.receiver import Receiver, opened
from tests.notifications.webhooks.posts import happen, post_all, settle_inside
from tests.portal.calling import ApiClient

URL = "https://shop.example.com/waypost"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with opened() as receiver:
        yield receiver


def create(api: ApiClient, url: str = URL, *events: str) -> dict[str, Any]:
    answer = api.post("/v1/webhook-endpoints", json={"url": url, "events": list(events) or ["*"]})
    assert answer.status_code == 201, answer.json
    made: dict[str, Any] = answer.json
    return made


def test_an_endpoints_secret_is_shown_once(api: ApiClient) -> None:
    made = create(api)
    assert made["secret"].startswith("whsec_")
    read = api.get(f"/v1/webhook-endpoints/{made['id']}").json
    assert read == {name: value for name, value in made.items() if name != "secret"}
    assert api.get("/v1/webhook-endpoints").json == {"data": [read], "next_cursor": None}


def test_endpoints_are_listed_page_by_page(api: ApiClient) -> None:
    made = [create(api, f"{URL}/{number}")["id"] for number in range(3)]
    first = api.get("/v1/webhook-endpoints?limit=2").json
    rest = api.get(f"/v1/webhook-endpoints?limit=2&cursor={first['next_cursor']}").json
    assert [one["id"] for one in first["data"] + rest["data"]] == made
    assert rest["next_cursor"] is None


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"events": ["*"]}, "/url"),
        ({"url": "ftp://shop.example.com", "events": ["*"]}, "/url"),
        ({"url": "http://10.0.0.1/hook", "events": ["*"]}, "/url"),
        ({"url": "http://169.254.169.254/", "events": ["*"]}, "/url"),
        ({"url": URL, "events": []}, "/events"),
        ({"url": URL, "events": ["order.exploded"]}, "/events/0"),
        ({"url": URL, "events": ["lookup.asked"]}, "/events/0"),
        ({"url": URL, "events": ["*"], "secret": "mine"}, "/secret"),
    ],
)
def test_a_wrong_endpoint_is_refused_by_field(api: ApiClient, body: dict[str, Any], pointer: str) -> None:
    answer = api.post("/v1/webhook-endpoints", json=body)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json["errors"]] == [pointer]  # type: ignore[index]


def test_there_are_at_most_twenty(api: ApiClient) -> None:
    for _ in range(20):
        create(api)
    answer = api.post("/v1/webhook-endpoints", json={"url": URL, "events": ["*"]})
    assert (answer.status_code, answer.json["code"]) == (409, "too_many_endpoints")  # type: ignore[index]


def test_another_merchants_endpoint_is_not_there(api: ApiClient, other_api: ApiClient) -> None:
    made = create(api)
    path = f"/v1/webhook-endpoints/{made['id']}"
    calls = [
        other_api.get(path),
        other_api.patch(path, json={"status": "paused"}),
        other_api.delete(path),
        other_api.post(f"{path}/secret"),
        other_api.post(f"{path}/test"),
        other_api.post(f"{path}/replay", json={"since": "2026-01-01T00:00:00Z"}),
    ]
    assert {answer.status_code for answer in calls} == {404}
    assert api.get(path).json["status"] == "active"  # type: ignore[index]


def test_an_endpoint_is_changed_paused_and_removed(api: ApiClient) -> None:
    path = f"/v1/webhook-endpoints/{create(api)['id']}"
    changed = api.patch(path, json={"url": f"{URL}/2", "events": ["order.created"], "status": "paused"}).json
    assert changed is not None
    told = {name: changed[name] for name in ("url", "events", "status", "paused_reason")}
    assert told == {
        "url": f"{URL}/2",
        "events": ["order.created"],
        "status": "paused",
        "paused_reason": "by hand",
    }
    assert api.delete(path).status_code == 204
    assert api.get(path).status_code == 404


def test_a_renewed_secret_signs_what_comes_after(
    api: ApiClient, merchant: Merchant, receiver: Receiver
) -> None:
    made = create(api, receiver.url)
    renewed = api.post(f"/v1/webhook-endpoints/{made['id']}/secret").json["secret"]  # type: ignore[index]
    assert renewed != made["secret"]
    assert api.post(f"/v1/webhook-endpoints/{made['id']}/test").status_code == 202
    settle_inside()
    post_all()
    [posted] = receiver.posted
    assert Webhook(renewed).verify(posted.body, posted.headers)["type"] == "webhook_endpoint.test"


def test_events_are_listed_newest_first_with_what_became_of_their_posts(
    api: ApiClient, merchant: Merchant, receiver: Receiver
) -> None:
    made = create(api, receiver.url, "order.created")
    happen(merchant, "order.created", order="1")
    happen(merchant, "order.updated", order="1")
    happen(merchant, "lookup.asked", order="1")
    post_all()
    updated, created = api.get("/v1/events").json["data"]  # type: ignore[index]
    assert (updated["type"], updated["deliveries"]) == ("order.updated", [])
    [delivery] = created["deliveries"]
    told = {name: delivery[name] for name in ("endpoint", "status", "attempts", "answer", "error")}
    assert told == {
        "endpoint": made["id"],
        "status": "delivered",
        "attempts": 1,
        "answer": 200,
        "error": None,
    }
    assert api.get(f"/v1/events/{created['id']}").json == created
    assert created["id"] == receiver.posted[0].headers["webhook-id"]


def test_events_page_and_filter(api: ApiClient, merchant: Merchant) -> None:
    for number in range(5):
        happen(merchant, "order.created", order=str(number))
        happen(merchant, "order.updated", order=str(number))
    first = api.get("/v1/events?type=order.created&limit=3").json
    assert first is not None
    second = api.get(f"/v1/events?type=order.created&limit=3&cursor={first['next_cursor']}").json
    assert second is not None
    orders = [event["data"]["order"] for event in first["data"] + second["data"]]
    assert (orders, second["next_cursor"]) == (["4", "3", "2", "1", "0"], None)


def test_another_merchants_event_is_not_there(
    api: ApiClient, other_api: ApiClient, merchant: Merchant
) -> None:
    happen(merchant)
    [event] = api.get("/v1/events").json["data"]  # type: ignore[index]
    assert other_api.get("/v1/events").json["data"] == []  # type: ignore[index]
    assert other_api.get(f"/v1/events/{event['id']}").status_code == 404
    assert other_api.post(f"/v1/events/{event['id']}/replay").status_code == 404


def test_an_event_is_replayed_with_the_id_it_had(
    api: ApiClient, merchant: Merchant, receiver: Receiver
) -> None:
    create(api, receiver.url)
    happen(merchant)
    post_all()
    [event] = api.get("/v1/events").json["data"]  # type: ignore[index]
    assert api.post(f"/v1/events/{event['id']}/replay").status_code == 202
    post_all()
    assert [posted.headers["webhook-id"] for posted in receiver.posted] == [event["id"]] * 2


def test_an_endpoint_made_later_is_told_what_happened_before(
    api: ApiClient, merchant: Merchant, receiver: Receiver
) -> None:
    for number in range(3):
        happen(merchant, order=str(number))
    made = create(api, receiver.url)
    replay = f"/v1/webhook-endpoints/{made['id']}/replay"
    answer = api.post(replay, json={"since": "2026-01-01T00:00:00Z"})
    assert (answer.status_code, answer.json) == (202, {"events": 3})
    post_all()
    assert len(receiver.posted) == 3
