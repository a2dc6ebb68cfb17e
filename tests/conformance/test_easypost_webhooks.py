"""Bodies recorded from EasyPost, sent through the whole way: door, job, shipment, page."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient

from commerce.database import db
from tests.builders import make_merchant, make_order
from tests.portal.webhooks.test_easypost import post, set_secret, work_off
from tracking import shipments

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "fixtures" / "easypost"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the recorded EasyPost bodies are not here")
FOLDERS = ("webhooks", "trackers_history", "tracker", "trackers", "event", "events")
SECRET = "a wébhook secret"


def trackers(value: Any) -> Iterator[dict[str, Any]]:
    """Every Tracker with a number, however deep it stands."""
    if isinstance(value, dict):
        if value.get("object") == "Tracker" and value.get("tracking_code"):
            yield value
        for child in value.values():
            yield from trackers(child)
    elif isinstance(value, list):
        for child in value:
            yield from trackers(child)


def bodies() -> list[tuple[str, dict[str, Any]]]:
    """One tracker of each kind: of those that differ in times and ids alone, the first."""
    files = [path for path in sorted(FOLDER.rglob("*.json")) if path.parent.name in FOLDERS]
    found = {}
    for path in files:
        for tracker in trackers(json.loads(path.read_text(encoding="utf-8"))):
            facts = json.dumps(
                [tracker.get(name) for name in ("status", "tracking_code", "tracking_details")]
            )
            found.setdefault(facts, (f"{path.parent.name}/{path.stem}", tracker))
    return list(found.values())


@pytest.mark.parametrize("tracker", [pytest.param(tracker, id=name) for name, tracker in bodies()])
def test_a_recorded_tracker_becomes_a_shipment_and_a_page(
    app: Flask, client: FlaskClient, tracker: dict[str, Any]
) -> None:
    merchant = make_merchant()
    set_secret(app, merchant, SECRET)
    order = make_order(merchant)
    shipment, _ = shipments.create(merchant.id, order, {"tracking_number": tracker["tracking_code"]})
    before = client.get(f"/t/{order.page_token}").text
    event = {"id": "evt_1", "object": "Event", "description": "tracker.updated", "result": tracker}
    assert post(client, orjson.dumps(event)).status_code == 200
    work_off()
    db.session.refresh(shipment)
    assert shipment.status == tracker["status"]
    page = client.get(f"/t/{order.page_token}")
    assert page.status_code == 200
    assert tracker["status"] == "unknown" or page.text != before
