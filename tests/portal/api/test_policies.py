"""Versions of the return policy over HTTP and from the merchant's file."""

from typing import Any

import pytest
from flask import Flask

from commerce import merchant_changes, merchant_file, merchants
from commerce.models import Merchant
from portal.api.examples import POLICY as EXAMPLE
from tests.portal.api.shop import POLICY, ask, deliver
from tests.portal.calling import ApiClient

FILE = """
slug: acme
name: Acme
country: US
currency: USD
time_zone: America/New_York
return_policy:
  window: {days: %d}
"""


def apply(days: int) -> list[str]:
    return merchant_changes.apply(merchant_file.read((FILE % days).encode())).changed


def versions(api: ApiClient) -> list[tuple[int, str]]:
    return [(one["version"], one["status"]) for one in api.get("/v1/policies").json["data"]]


def test_a_changed_file_publishes_a_version_and_an_unchanged_one_none(api: ApiClient) -> None:
    assert "return_policy" in apply(30)
    assert apply(30) == []
    assert apply(14) == ["return_policy"]
    assert versions(api) == [(2, "in_force"), (1, "superseded")]
    assert api.get("/v1/policies/1").json["policy"] == {"window": {"days": 30}}


def test_a_draft_judges_nothing_until_it_is_published(api: ApiClient) -> None:
    apply(30)
    drafted = api.post("/v1/policies", json={"policy": POLICY})
    assert (drafted.status_code, drafted.json["status"], drafted.json["version"]) == (201, "draft", 2)
    assert drafted.json["published_at"] is None
    assert versions(api) == [(2, "draft"), (1, "in_force")]
    published = api.post("/v1/policies/2/publish").json
    assert (published["version"], published["status"]) == (2, "in_force")


def test_publishing_what_is_in_force_changes_nothing(api: ApiClient) -> None:
    apply(30)
    first = api.get("/v1/policies/1").json
    assert api.post("/v1/policies/1/publish").json == first


def test_going_back_publishes_the_contents_anew(api: ApiClient) -> None:
    apply(30)
    apply(14)
    back = api.post("/v1/policies/1/publish").json
    assert (back["version"], back["policy"]) == (3, {"window": {"days": 30}})
    assert versions(api) == [(3, "in_force"), (2, "superseded"), (1, "superseded")]


def test_what_is_published_stands_in_the_exported_file(api: ApiClient, app: Flask) -> None:
    apply(30)
    api.post("/v1/policies", json={"policy": POLICY})
    api.post("/v1/policies/2/publish")
    known = merchants.fresh("acme")
    assert known and known.config["return_policy"] == POLICY
    assert apply(30) == ["return_policy"]
    assert versions(api)[0] == (3, "in_force")


def test_a_policy_taken_out_of_the_file_takes_no_returns(api: ApiClient) -> None:
    apply(30)
    merchant_changes.apply(
        merchant_file.read(
            (FILE % 1)
            .replace("  window: {days: 1}\n", "")
            .replace("return_policy:", "return_policy: {}")
            .encode()
        )
    )
    deliver(api)
    answer = api.post("/v1/returns/eligibility", json={"order": "1001", "lines": [ask()]}).json
    assert (answer["policy_version"], answer["lines"][0]["decision"]) == (1, "allow")
    assert versions(api) == [(2, "in_force"), (1, "superseded")]


def test_an_order_keeps_the_version_of_its_day(api: ApiClient, merchant: Merchant) -> None:
    deliver(api, days=3)
    apply(30)
    apply(1)
    body = {"order": "1001", "lines": [ask(resolution=None, method=None)]}
    assert api.post("/v1/returns/eligibility", json=body).json["policy_version"] == 1


@pytest.mark.parametrize(
    ("policy", "pointer"),
    [
        ({"windows": {}}, "/policy/windows"),
        ({"window": {"days": -1}}, "/policy/window/days"),
        ({"rules": [{"name": "A", "then": {"decision": "maybe"}}]}, "/policy/rules/0/then/decision"),
    ],
)
def test_a_wrong_policy_is_422_with_its_pointer(api: ApiClient, policy: dict[str, Any], pointer: str) -> None:
    answer = api.post("/v1/policies", json={"policy": policy})
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, pointer)
    assert versions(api) == []


@pytest.mark.parametrize("version", ["9", "0", "x", "99999999999999999999"])
def test_an_unknown_version_is_404(api: ApiClient, version: str) -> None:
    assert api.get(f"/v1/policies/{version}").status_code == 404
    assert api.post(f"/v1/policies/{version}/publish").status_code == 404


def test_versions_are_each_merchants_own(api: ApiClient, other_api: ApiClient) -> None:
    api.post("/v1/policies", json=EXAMPLE)
    assert other_api.get("/v1/policies/1").status_code == 404
    assert other_api.get("/v1/policies").json == {"data": [], "next_cursor": None}
