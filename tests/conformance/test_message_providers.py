"""Bodies and signatures recorded from Twilio, Meta and Standard Webhooks."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from standardwebhooks import Webhook

from notifications.providers import twilio, whatsapp_cloud
from notifications.providers.reports import Delivery, Written

FIXTURES = Path(__file__).resolve().parents[2].parent / "shared" / "fixtures"
FORMS = sorted((FIXTURES / "twilio").glob("*.form"))
BODIES = sorted((FIXTURES / "whatsapp_cloud").glob("*.json"))
VECTOR = FIXTURES / "signatures" / "standard_webhooks.json"
TOLD_BY = {"message_status__delivered.json": "delivered", "message_status__failed.json": "failed"}

pytestmark = pytest.mark.skipif(
    not FIXTURES.is_dir(), reason="the folder of recorded bodies is not beside the project"
)


@pytest.mark.parametrize("path", BODIES, ids=lambda path: path.stem)
def test_a_body_of_metas_is_understood_or_left_alone(path: Path) -> None:
    reports = whatsapp_cloud.parse(path.read_bytes())
    statuses = [report.status for report in reports if isinstance(report, Delivery)]
    assert statuses == ([TOLD_BY[path.name]] if path.name in TOLD_BY else [])
    assert all(report.sender.startswith("+") for report in reports if isinstance(report, Written))


def test_what_a_shopper_wrote_to_meta_is_read() -> None:
    body = (FIXTURES / "whatsapp_cloud" / "message__text.json").read_bytes()
    assert whatsapp_cloud.parse(body) == [Written("+972987654321", "whatsapp", "Body Text")]


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_of_twilios_is_understood(path: Path) -> None:
    reports = twilio.parse(path.read_bytes().strip())
    wrote = Written("+31612345678", "whatsapp", "")
    assert reports == ([wrote] if path.stem.startswith("inbound") else [])
    assert str(twilio.event_id(path.read_bytes().strip())).startswith(("MM2", "SM0"))


def test_our_signature_is_that_of_the_published_vector() -> None:
    vector = json.loads(VECTOR.read_text())
    at = datetime.fromtimestamp(vector["timestamp"], UTC)
    signed = Webhook(vector["secret"]).sign(vector["msg_id"], at, vector["payload"])
    assert signed == vector["headers"]["webhook-signature"]
