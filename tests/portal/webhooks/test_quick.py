"""Messages taken before the framework: the same answers, the same effects."""

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient

from commerce import merchants
from commerce.models import Merchant
from portal.webhooks import views
from tests.builders import make_merchant
from tests.portal.webhooks.test_easypost import SECRET, count, event, post, set_secret, sign
from tests.statements import counted
from tracking.models import ForeignMessage


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    """A merchant who is in memory, so that the door need not ask for the secret."""
    merchant = make_merchant()
    set_secret(app, merchant, SECRET)
    merchants.fresh("acme")
    return merchant


@pytest.fixture
def framework_asleep(monkeypatch: pytest.MonkeyPatch, app: Flask) -> None:
    """Let every message that reaches the view fail."""
    for name in views.DOORS:
        monkeypatch.setitem(app.view_functions, f"webhooks.{name}", lambda **_: ("reached the view", 500))


@pytest.mark.usefixtures("merchant", "framework_asleep")
def test_a_signed_message_of_a_known_merchant_costs_one_statement(client: FlaskClient) -> None:
    with counted() as statements:
        answer = post(client, orjson.dumps(event()))
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})
    assert len(statements) == 1


@pytest.mark.usefixtures("merchant", "framework_asleep")
def test_a_message_told_again_is_stored_once(client: FlaskClient) -> None:
    for _ in range(2):
        assert post(client, orjson.dumps(event())).status_code == 200
    assert count(ForeignMessage) == 1


@pytest.mark.usefixtures("merchant")
@pytest.mark.parametrize(
    ("size", "signature", "status"),
    [(10, sign(b"another"), 401), (10, "", 401), (1024 * 1024 + 1, None, 413)],
    ids=["signed for another body", "not signed", "too large"],
)
def test_what_is_not_in_order_is_refused_and_not_stored(
    client: FlaskClient, size: int, signature: str | None, status: int
) -> None:
    body = b"[" + b" " * size + b"]"
    answer = client.post(
        "/webhooks/acme/easypost",
        data=body,
        headers={"X-Hmac-Signature": sign(body) if signature is None else signature},
    )
    assert answer.status_code == status
    assert count(ForeignMessage) == 0


@pytest.mark.usefixtures("merchant")
def test_a_secret_changed_elsewhere_counts_at_once(
    app: Flask, client: FlaskClient, merchant: Merchant
) -> None:
    set_secret(app, merchant, "a new secret")
    body = orjson.dumps(event())
    assert post(client, body, sign(body, "a new secret")).status_code == 200
    assert count(ForeignMessage) == 1


@pytest.mark.usefixtures("merchant")
def test_another_method_is_refused_as_before(client: FlaskClient) -> None:
    assert client.put("/webhooks/acme/easypost", data=b"{}").status_code == 405
