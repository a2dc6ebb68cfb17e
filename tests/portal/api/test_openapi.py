"""The description is whole, and programs that believe it are not surprised."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.api.docs import known_problems
from tests.portal.calling import ApiClient

OPERATIONS = {"get", "put", "post", "patch", "delete"}
SCRIPT = "/v1/embed.js"
READS = "/v1/delivery-dates/batch"  # a question that needs a body
FOR_PROGRAMS = ("/v1/", "/webhooks/", "/healthz", "/readyz", "/metrics", "/openapi.json")


@pytest.fixture
def spec(client: FlaskClient) -> dict[str, Any]:
    described: dict[str, Any] = client.get("/openapi.json").json
    return described


def operations(spec: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, operation)
        for path, item in spec["paths"].items()
        for method, operation in item.items()
        if method in OPERATIONS
    ]


def test_it_is_openapi_3_1_and_names_its_licence(spec: dict[str, Any]) -> None:
    assert spec["openapi"] == "3.1.0"
    assert spec["info"]["license"]["name"] == "Apache-2.0"


def test_every_route_for_programs_is_described(app: Flask, spec: dict[str, Any]) -> None:
    served = {
        (rule.rule.replace("<anything:", "{").replace("<", "{").replace(">", "}"), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(FOR_PROGRAMS)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert served == {(path, method) for path, method, _ in operations(spec)}


def test_every_operation_has_a_summary_and_a_name_of_its_own(spec: dict[str, Any]) -> None:
    assert all(operation["summary"] for _, _, operation in operations(spec))
    names = [operation["operationId"] for path, _, operation in operations(spec) if path.startswith("/v1")]
    assert len(set(names)) == len(names)


def test_every_refusal_is_described_as_a_problem(spec: dict[str, Any]) -> None:
    for path, method, operation in operations(spec):
        if path.startswith("/v1") and path != SCRIPT:
            expected = {"401", "403", "404", "429", "500"} | (
                {"400", "413", "422"} if method != "get" else set()
            )
            assert ("409" in operation["responses"]) == (method != "get" and path != READS)
            assert operation["responses"].keys() >= expected, path
    for refusal in spec["components"]["responses"].values():
        schema = refusal["content"]["application/problem+json"]["schema"]
        assert schema == {"$ref": "#/components/schemas/Problem"}


def test_every_write_takes_an_idempotency_key(spec: dict[str, Any]) -> None:
    for path, method, operation in operations(spec):
        takes = "Idempotency-Key" in [p["name"] for p in operation.get("parameters", [])]
        assert takes == (path.startswith("/v1") and method != "get" and path != READS), path


def test_every_reference_leads_somewhere(spec: dict[str, Any]) -> None:
    def references(node: Any) -> list[str]:
        if isinstance(node, dict):
            own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
            return own + [found for value in node.values() for found in references(value)]
        return [found for value in node for found in references(value)] if isinstance(node, list) else []

    for reference in references(spec):
        node = spec
        for step in reference.removeprefix("#/").split("/"):
            node = node[step]


def test_bodies_are_closed(spec: dict[str, Any]) -> None:
    bodies = {
        "Order",
        "OrderLine",
        "Customer",
        "Address",
        "Shipment",
        "ShipmentLine",
        "Events",
        "Event",
        "Advance",
        "DeliveryQuestion",
        "DeliveryBatch",
        "Question",
        "Return",
        "Receive",
        "Policy",
    }
    for name in bodies:
        assert spec["components"]["schemas"][name]["additionalProperties"] is False, name


def test_the_examples_work_one_after_the_other(api: ApiClient, spec: dict[str, Any]) -> None:
    for method, path in (
        ("put", "/v1/orders/{number}"),
        ("post", "/v1/orders/{number}/shipments"),
        ("post", "/v1/shipments/{shipment_id}/events"),
        ("post", "/v1/notices/preview"),
        ("post", "/v1/sandbox/shipments/{shipment_id}/advance"),
        ("post", "/v1/delivery-dates/batch"),
        ("post", "/v1/policies"),
        ("post", "/v1/policies/{version}/publish"),
        ("post", "/v1/returns/eligibility"),
        ("post", "/v1/returns"),
        ("post", "/v1/returns/{return_id}/note"),
        ("post", "/v1/returns/{return_id}/receive"),
        ("post", "/v1/returns/{return_id}/refund"),
    ):
        operation = spec["paths"][path][method]
        body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        made = api.get("/v1/returns").json["data"]
        names = {"number": "1001", "shipment_id": "S1", "version": "1"}
        url = path.format(**names, return_id=made[0]["id"] if made else "")
        answer = api.open(url, method=method, json=body.get("example"))
        assert answer.status_code in (200, 201), (url, answer.json)


def test_a_secret_key_is_asked_for(spec: dict[str, Any]) -> None:
    assert spec["security"] == [{"secretKey": []}]
    assert spec["components"]["securitySchemes"]["secretKey"]["scheme"] == "bearer"


def test_a_publishable_key_will_do_for_delivery_dates_alone(spec: dict[str, Any]) -> None:
    open_to_pages = [
        path
        for path, _, operation in operations(spec)
        if {"publishableKey": []} in operation.get("security", [])
    ]
    assert sorted(open_to_pages) == ["/v1/delivery-dates", "/v1/delivery-dates/batch"]


@pytest.mark.parametrize("path", ["/docs", "/docs/problems"])
def test_the_documentation_loads_nothing_from_another_host(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "//" not in answer.text.replace("<!doctype", "")


def test_what_the_documentation_loads_is_there(client: FlaskClient) -> None:
    page = client.get("/docs").text
    for asset in ("swagger/swagger-ui.css", "swagger/swagger-ui-bundle.js", "docs.css", "docs.js"):
        assert f"/docs/assets/{asset}" in page
        assert client.get(f"/docs/assets/{asset}").status_code == 200


def test_the_type_of_a_problem_leads_to_what_it_means(api: ApiClient) -> None:
    problem = api.get("/v1/orders/unknown").json
    path, _, anchor = problem["type"].removeprefix("http://waypost.test").partition("#")
    assert f'id="{anchor}"' in api.get(path).text


def test_no_two_problems_share_a_code() -> None:
    codes = [code for code, _, _ in known_problems()]
    assert len(codes) == len(set(codes))
