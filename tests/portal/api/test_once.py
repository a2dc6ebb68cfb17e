"""An idempotency key: one effect, one answer, whatever is repeated, races or breaks."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import psycopg
import pytest
from flask import Flask
from sqlalchemy import text

from commerce import clock
from commerce.database import db
from commerce.models import Merchant
from tests.portal.calling import ORDER, ApiClient, api_client

KEY = {"Idempotency-Key": "a key"}


def count(table: str) -> int:
    db.session.rollback()
    found: int = db.session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
    return found


def test_the_same_request_again_gets_the_first_answer_and_does_nothing(api: ApiClient) -> None:
    first = api.put("/v1/orders/1", json=ORDER, headers=KEY)
    api.put("/v1/orders/1", json=ORDER | {"shipping": 900})
    again = api.put("/v1/orders/1", json=ORDER, headers=KEY)
    assert (again.status_code, again.data) == (201, first.data)
    assert (first.headers.get("Idempotent-Replayed"), again.headers["Idempotent-Replayed"]) == (None, "true")
    assert api.get("/v1/orders/1").json["shipping"] == 900


@pytest.mark.parametrize(("path", "shipping"), [("/v1/orders/1", 1), ("/v1/orders/2", 500)])
def test_the_key_with_another_request_is_409(api: ApiClient, path: str, shipping: int) -> None:
    api.put("/v1/orders/1", json=ORDER, headers=KEY)
    answer = api.put(path, json=ORDER | {"shipping": shipping}, headers=KEY)
    assert (answer.status_code, answer.json["code"]) == (409, "idempotency_key_reused")


def test_another_merchant_may_use_the_same_key(api: ApiClient, other_api: ApiClient) -> None:
    api.put("/v1/orders/1", json=ORDER, headers=KEY)
    assert other_api.put("/v1/orders/2", json=ORDER, headers=KEY).status_code == 201


def test_a_refusal_is_given_again_too(api: ApiClient) -> None:
    first = api.put("/v1/orders/1", json={"x": 1}, headers=KEY)
    again = api.put("/v1/orders/1", json={"x": 1}, headers=KEY)
    assert (first.status_code, again.status_code) == (422, 422)
    assert again.data == first.data and again.content_type == "application/problem+json"


def test_after_a_day_the_key_is_free(api: ApiClient) -> None:
    api.put("/v1/orders/1", json=ORDER, headers=KEY)
    with clock.at(clock.now() + timedelta(hours=24, seconds=1)):
        assert api.put("/v1/orders/2", json=ORDER, headers=KEY).status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 256, "tab\there"])
def test_a_key_that_is_none_is_422(api: ApiClient, key: str) -> None:
    answer = api.put("/v1/orders/1", json=ORDER, headers={"Idempotency-Key": key})
    assert answer.status_code == 422
    assert "Idempotency-Key" in answer.json["detail"]


def test_a_failure_leaves_neither_effect_nor_answer(api: ApiClient, broken_outbox: None) -> None:
    assert api.put("/v1/orders/1", json=ORDER, headers=KEY).status_code == 500
    assert (count("orders"), count("kept_answers")) == (0, 0)


def test_after_a_failure_the_same_key_may_be_tried_again(api: ApiClient, app: Flask) -> None:
    with db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE events RENAME TO events_lost")
    failed = api.put("/v1/orders/1", json=ORDER, headers=KEY)
    with db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE events_lost RENAME TO events")
    assert (failed.status_code, api.put("/v1/orders/1", json=ORDER, headers=KEY).status_code) == (500, 201)


def test_while_the_first_still_runs_the_second_is_409(
    api: ApiClient, merchant: Merchant, database_url: str
) -> None:
    merchant_id = merchant.id
    with psycopg.connect(database_url) as running:
        running.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))",
            (f"answer:{KEY['Idempotency-Key']}", merchant_id),
        )
        answer = api.put("/v1/orders/1", json=ORDER, headers=KEY)
    assert (answer.status_code, answer.json["code"]) == (409, "idempotency_key_in_use")
    assert api.put("/v1/orders/1", json=ORDER, headers=KEY).status_code == 201


def test_of_many_at_once_one_has_its_effect(api: ApiClient, app: Flask) -> None:
    def send(_: int) -> tuple[int, str]:
        answer = api_client(app, api.key).put("/v1/orders/1", json=ORDER, headers=KEY)
        return answer.status_code, answer.json.get("code", answer.json.get("tracking_url"))

    with ThreadPoolExecutor(8) as pool:
        told = set(pool.map(send, range(24)))
    assert told - {(409, "idempotency_key_in_use")} == {(201, api.get("/v1/orders/1").json["tracking_url"])}
    assert (count("orders"), count("events"), count("kept_answers")) == (1, 1, 1)
