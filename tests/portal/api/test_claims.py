"""Claims over HTTP."""

from typing import Any

import pytest

from commerce.models import Merchant
from tests.portal.api.shop import TEE, ask, deliver, publish
from tests.portal.calling import ApiClient

STEPS: dict[str, tuple[str, dict[str, Any]]] = {
    "in_review": ("review", {}),
    "approved": ("approve", {"resolution": "reship"}),
    "denied": ("deny", {"reason": "It was signed for."}),
    "resolved": ("resolve", {}),
}
WAYS: dict[str, list[str]] = {
    "open": [],
    "in_review": ["in_review"],
    "approved": ["in_review", "approved"],
    "denied": ["in_review", "denied"],
    "resolved": ["in_review", "denied", "resolved"],
}
ALLOWED = {
    "open": ["in_review"],
    "in_review": ["approved", "denied"],
    "approved": ["resolved"],
    "denied": ["resolved"],
    "resolved": [],
}


@pytest.fixture(autouse=True)
def shop(api: ApiClient, merchant: Merchant) -> None:
    publish(merchant)
    deliver(api)


def claim(api: ApiClient, **more: Any) -> dict[str, Any]:
    body = {"order": "1001", "shipment": "S-1001", "kind": "lost", "lines": [{"id": "L1", "quantity": 1}]}
    answer = api.post("/v1/claims", json=body | more)
    assert answer.status_code == 201, answer.json
    made: dict[str, Any] = answer.json
    return made


def go(api: ApiClient, made: dict[str, Any], to: str, **more: Any) -> Any:
    name, body = STEPS[to]
    return api.post(f"/v1/claims/{made['id']}/{name}", json=body | more)


def grant(api: ApiClient, resolution: str, **more: Any) -> dict[str, Any]:
    made = claim(api, **more)
    go(api, made, "in_review")
    go(api, made, "approved", resolution=resolution)
    return made


def test_a_claim_is_opened_and_read_back(api: ApiClient) -> None:
    made = claim(api, description="Not there", photos=["https://pictures.test/1.jpg"])
    assert made["id"].startswith("clm_")
    assert (made["order"], made["shipment"], made["kind"], made["status"]) == (
        "1001",
        "S-1001",
        "lost",
        "open",
    )
    assert (made["resolution"], made["lines"]) == (None, [{"id": "L1", "quantity": 1}])
    assert api.get(f"/v1/claims/{made['id']}").json == made
    assert api.get("/v1/claims?status=open&order=1001").json["data"] == [made]
    assert api.get("/v1/claims?status=denied").json["data"] == []


@pytest.mark.parametrize("to", STEPS)
@pytest.mark.parametrize("status", WAYS)
def test_every_pair_of_statuses_is_a_move_or_a_conflict(api: ApiClient, status: str, to: str) -> None:
    made = claim(api)
    for passed in WAYS[status]:
        assert go(api, made, passed).status_code == 200
    answer = go(api, made, to)
    if to in ALLOWED[status]:
        assert (answer.status_code, answer.json["status"]) == (200, to)
        assert answer.json[f"{to}_at"]
    else:
        assert (answer.status_code, answer.json["code"]) == (409, "illegal_transition")
        assert [answer.json[name] for name in ("from", "to", "allowed")] == [status, to, ALLOWED[status]]


def test_a_granted_refund_pays_for_the_lines_and_takes_their_units(api: ApiClient) -> None:
    made = grant(api, "refund")
    done = go(api, made, "resolved").json
    assert [refund["amount"] for refund in done["refunds"]] == [2431]
    assert api.post("/v1/returns", json={"order": "1001", "lines": [ask(quantity=2)]}).status_code == 409


def test_a_granted_credit_is_a_code(api: ApiClient) -> None:
    made = grant(api, "store_credit")
    code = go(api, made, "resolved", amount=1000).json["refunds"][0]["store_credit"]
    assert api.get(f"/v1/store-credits/{code}").json["balance"] == 1000


def test_what_came_late_can_still_be_returned(api: ApiClient) -> None:
    made = grant(api, "refund", kind="late")
    assert go(api, made, "resolved").status_code == 422
    assert go(api, made, "resolved", amount=300).json["refunds"][0]["amount"] == 300
    assert api.post("/v1/returns", json={"order": "1001", "lines": [ask(quantity=2)]}).status_code == 201


def test_a_claim_pays_no_more_than_the_order_cost(api: ApiClient) -> None:
    made = grant(api, "refund", kind="late")
    assert go(api, made, "resolved", amount=4861 + 500 + 1).status_code == 422
    assert go(api, made, "resolved", amount=4861 + 500).status_code == 200


def test_a_unit_in_a_return_is_not_paid_for_twice(api: ApiClient) -> None:
    api.post("/v1/returns", json={"order": "1001", "lines": [ask(quantity=2)]})
    assert go(api, grant(api, "refund"), "resolved").json["code"] == "units_taken"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"order": "9"}, 404),
        ({"shipment": "S9"}, 404),
        ({"kind": "boring"}, 422),
        ({"lines": [{"id": "L9", "quantity": 1}]}, 422),
        ({"lines": [{"id": "L1", "quantity": TEE["quantity"] + 1}]}, 422),
    ],
)
def test_a_claim_about_nothing_is_refused(api: ApiClient, change: dict[str, Any], status: int) -> None:
    body = {"order": "1001", "kind": "lost"} | change
    assert api.post("/v1/claims", json=body).status_code == status


def test_another_merchants_claims_are_unknown(api: ApiClient, other_api: ApiClient) -> None:
    made = claim(api)
    assert other_api.get(f"/v1/claims/{made['id']}").status_code == 404
    assert all(go(other_api, made, to).status_code == 404 for to in STEPS)
