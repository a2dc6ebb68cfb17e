"""Refusals to programs are problem documents; people get something to read."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.portal.calling import ORDER, ApiClient

MEMBERS = {"type", "title", "status", "detail", "code"}


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v1/nothing", 404, "not_found"),
        ("GET", "/v1/orders/unknown", 404, "not_found"),
        ("PUT", "/v1/orders/%00", 404, "not_found"),
        ("PATCH", "/v1/orders/1", 405, "method_not_allowed"),
        ("PUT", "/v1/orders/1", 400, "malformed_body"),
        ("POST", "/webhooks/nobody/easypost", 404, "not_found"),
    ],
)
def test_every_refusal_to_a_program_has_the_five_members(
    api: ApiClient, method: str, path: str, status: int, code: str
) -> None:
    answer = api.open(path, method=method)
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert answer.json is not None and answer.json.keys() == MEMBERS
    assert (answer.json["status"], answer.json["code"]) == (status, code)
    assert answer.json["type"] == f"http://waypost.test/docs/problems#{code}"


def test_a_method_that_is_not_allowed_is_told_those_that_are(api: ApiClient) -> None:
    assert "PUT" in api.patch("/v1/orders/1").headers["Allow"]


def test_a_body_over_one_mebibyte_is_refused(api: ApiClient) -> None:
    answer = api.put("/v1/orders/1", data=b" " * (1024 * 1024 + 1))
    assert (answer.status_code, answer.json["code"]) == (413, "body_too_large")


def test_a_body_of_one_mebibyte_is_read(api: ApiClient) -> None:
    assert api.put("/v1/orders/1", data=b" " * 1024 * 1024).status_code == 400


def test_an_unexpected_error_shows_nothing_of_the_inside(
    api: ApiClient, app: Flask, broken_outbox: None
) -> None:
    answer = api.put("/v1/orders/1", json=ORDER)
    assert (answer.status_code, answer.json["code"]) == (500, "internal_error")
    assert "events" not in answer.text and "psycopg" not in answer.text


def test_people_are_not_given_problem_documents(client: FlaskClient) -> None:
    answer = client.delete("/healthz")
    assert answer.status_code == 405
    assert answer.mimetype.startswith("text/")


def test_people_are_told_in_their_language(client: FlaskClient) -> None:
    page = client.get("/nobody/here", headers={"Accept-Language": "ko"})
    assert page.status_code == 404
    assert 'lang="ko"' in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def test_an_unexpected_error_on_a_page_is_a_page(client: FlaskClient, broken_orders: None) -> None:
    page = client.get("/t/" + "a" * 22)
    assert (page.status_code, page.mimetype) == (500, "text/html")
    assert "Traceback" not in page.text


def test_the_apis_own_address_is_for_programs(client: FlaskClient) -> None:
    assert client.get("/v1").content_type == "application/problem+json"


def test_what_is_not_there_has_one_title_whatever_it_would_have_been(api: ApiClient) -> None:
    titles = {api.get(path).json["title"] for path in ("/v1/nothing", "/v1/orders/unknown")}  # type: ignore[index]
    assert titles == {"Nothing is here"}
