"""Simulating a draft policy from the prompt, and over HTTP."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commerce.models import Merchant
from portal.cli import returns as cli
from tests.portal.api.shop import POLICY, ago, deliver, publish, request
from tests.portal.calling import ApiClient

NO_TEES = {
    "name": "No tees",
    "when": {"fact": "line.sku", "op": "eq", "value": "TEE-M"},
    "then": {"decision": "deny"},
}


@pytest.fixture(autouse=True)
def shop(api: ApiClient, merchant: Merchant) -> None:
    publish(merchant)
    deliver(api)
    deliver(api, number="1002")
    request(api)


def simulate(tmp_path: Path, text: str, *more: str) -> Result:
    file = tmp_path / "draft.yaml"
    file.write_text(text, encoding="utf-8")
    args = ["simulate", "acme", "--policy", str(file), "--since", "2020-01-01", *more]
    return CliRunner().invoke(cli.group, args, catch_exceptions=False)


@pytest.mark.parametrize("key", [None, "return_policy"])
def test_a_draft_is_judged_on_past_orders_and_returns(tmp_path: Path, key: str | None) -> None:
    draft = POLICY | {"rules": [NO_TEES]}
    told = json.loads(simulate(tmp_path, json.dumps({key: draft} if key else draft), "--json").stdout)
    assert (told["cases"], told["lines"], told["flipped"]) == (2, 2, 2)
    assert {one["order"] for one in told["examples"]} == {"1001", "1002"}
    assert told["rules"] == [{"rule": "No tees", "decided": 2}]


def test_people_read_what_flips(tmp_path: Path) -> None:
    told = simulate(tmp_path, json.dumps(POLICY | {"rules": [NO_TEES]})).stdout
    assert "2 requests with 2 lines; 2 lines flip." in told
    assert "allow → deny" in told


def test_a_wrong_draft_ends_with_its_line(tmp_path: Path) -> None:
    result = simulate(tmp_path, "return_policy:\n  fee: 5\n  windows: {}\n")
    assert result.exit_code == 1
    assert "draft.yaml:3: /return_policy/windows: " in result.stderr


def test_the_api_simulates_too(api: ApiClient) -> None:
    body = {"policy": POLICY | {"rules": [NO_TEES]}, "since": ago(400)}
    told = api.post("/v1/policies/simulate", json=body).json
    assert (told["orders"], told["complete"], told["flipped"]) == (2, True, 2)
    assert api.get("/v1/policies").json["data"][0]["version"] == 1
