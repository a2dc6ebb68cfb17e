"""Connections: set without a secret ever coming back, and asked whether they answer."""

import socketserver
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask, current_app

from commerce import audit, connections, merchant_changes, merchant_export, merchant_file, merchants
from commerce.models import Merchant
from tests.portal.console.staffing import Desk, make_user, signed_in
from tests.portal.console.test_brand import known
from tests.tracking.providers.easypost.stand_in import StandIn

SHOP = """
slug: acme
name: Acme
country: US
currency: USD
time_zone: America/New_York
integrations:
  easypost: {{api_key: EZAK-secret, webhook_secret: other-secret, api_base: "{base}"}}
  stripe: {{api_key: sk-secret, api_base: "{base}"}}
  twilio: {{account_sid: AC00000000000000000000000000000000, auth_token: tw-secret, from: Acme, api_base: "{base}"}}
  whatsapp:
    {{phone_number_id: "123", access_token: wa-secret, templates: {{delayed: order_delayed}}, api_base: "{base}"}}
"""
ASKED = {
    "easypost": "/v2/trackers?page_size=1",
    "stripe": "/v1/balance",
    "twilio": "/2010-04-01/Accounts/AC00000000000000000000000000000000.json",
    "whatsapp": "/v21.0/123?fields=id",
}


@pytest.fixture
def other_side() -> Iterator[StandIn]:
    with StandIn() as standing:
        yield standing


@pytest.fixture
def merchant(app: Flask, other_side: StandIn) -> Merchant:
    merchant_changes.apply(merchant_file.read(SHOP.format(base=other_side.address).encode()))
    return known()  # type: ignore[return-value]


def mark(desk: Desk, provider: str) -> str:
    html = desk.get("/connections").text.partition(f'action="/console/connections/{provider}"')[2]
    return html.partition('name="mark" value="')[2].partition('"')[0]


def own(provider: str) -> dict[str, object]:
    return known().integrations.get(provider, {})


def test_no_secret_is_shown_logged_or_exported(desk: Desk, merchant: Merchant) -> None:
    desk.send("/connections/stripe", mark=mark(desk, "stripe"), api_key="sk-newer-secret")
    assert own("stripe")["api_key"] == "sk-newer-secret"
    told = str([(one.before, one.after) for one in audit.listed(merchant.id)])
    for text in (desk.get("/connections").text, told, desk.get("/log").text):
        assert "-secret" not in text
    assert "-secret" not in merchant_export.as_yaml(merchant_export.document(known()))


def test_a_secret_left_empty_stays_and_one_that_is_ticked_goes(desk: Desk, merchant: Merchant) -> None:
    form = {"api_key": "", "webhook_secret": "", "remove-webhook_secret": "yes"}
    desk.send("/connections/easypost", mark=mark(desk, "easypost"), **form)
    assert own("easypost").get("api_key") == "EZAK-secret"
    assert "webhook_secret" not in own("easypost")
    assert own("stripe")["api_key"] == "sk-secret"


def test_what_the_form_has_no_field_for_stays(desk: Desk, merchant: Merchant, other_side: StandIn) -> None:
    desk.send(
        "/connections/whatsapp", mark=mark(desk, "whatsapp"), phone_number_id="456", api_base="http://evil"
    )
    assert own("whatsapp")["phone_number_id"] == "456"
    assert own("whatsapp")["templates"] == {"delayed": "order_delayed"}
    assert own("whatsapp")["api_base"] == other_side.address


def test_a_wrong_setting_is_told_and_changes_nothing(desk: Desk, merchant: Merchant) -> None:
    answer = desk.send("/connections/twilio", mark=mark(desk, "twilio"), account_sid="nonsense")
    assert answer.status_code == 422 and "Not an account SID" in answer.text
    assert str(own("twilio")["account_sid"]).startswith("AC")


def test_who_saves_over_a_colleague_is_told(desk: Desk, merchant: Merchant) -> None:
    seen = mark(desk, "whatsapp")
    desk.send("/connections/whatsapp", mark=seen, phone_number_id="456")
    assert (
        "Somebody changed this" in desk.send("/connections/whatsapp", mark=seen, phone_number_id="789").text
    )
    assert own("whatsapp")["phone_number_id"] == "456"


@pytest.mark.parametrize("provider", sorted(ASKED))
def test_a_test_asks_the_other_side_with_the_key(
    desk: Desk, merchant: Merchant, other_side: StandIn, provider: str
) -> None:
    assert "It answered well." in desk.send(f"/connections/{provider}/test").text
    [(method, path, authorization, _)] = other_side.asked
    assert (method, path) == ("GET", ASKED[provider]) and authorization
    assert connections.standings(merchant.id)[provider].well_at


@pytest.mark.parametrize(
    ("status", "code", "said"),
    [
        (401, "not_let_in", "does not take the key"),
        (403, "not_let_in", "does not take the key"),
        (404, "not_found", "no such account"),
        (422, "refused", "refused what was asked"),
        (302, "refused", "refused what was asked"),
        (500, "broken", "trouble of its own"),
        (429, "broken", "trouble of its own"),
    ],
)
def test_each_failure_has_its_sentence_and_is_kept_beside_the_last_success(
    desk: Desk, merchant: Merchant, other_side: StandIn, status: int, code: str, said: str
) -> None:
    desk.send("/connections/stripe/test")
    other_side.status = status
    assert said in desk.send("/connections/stripe/test").text
    stands = connections.standings(merchant.id)["stripe"]
    assert (stands.code, stands.detail) == (code, f"HTTP {status}")
    assert stands.well_at and stands.failed_at and stands.failed_at > stands.well_at


def test_silence_is_told_as_silence(
    desk: Desk, merchant: Merchant, other_side: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "SECONDS", (0.2, 0.2))
    other_side.delay = 0.6
    assert "did not answer in time" in desk.send("/connections/stripe/test").text


def test_nobody_there_and_nothing_set_are_told(app: Flask, merchant: Merchant) -> None:
    gone = replace(known(), integrations={"stripe": {"api_key": "k", "api_base": "http://127.0.0.1:1"}})
    failures = [connections.check(gone, provider) for provider in ("stripe", "easypost")]
    assert [failure and failure.code for failure in failures] == ["unreachable", "not_set"]


class Mail(socketserver.StreamRequestHandler):
    """A mail server that takes one password."""

    def handle(self) -> None:
        self.wfile.write(b"220 hello\r\n")
        while line := self.rfile.readline():
            verb = line.split()[0].upper()
            answers = {b"EHLO": b"250-me\r\n250 AUTH PLAIN", b"NOOP": b"250 ok", b"QUIT": b"221 bye"}
            good = line.rstrip().endswith(b"AGFkYQByaWdodA==")
            answer = (b"235 in" if good else b"535 no") if verb == b"AUTH" else answers.get(verb, b"502 what")
            self.wfile.write(answer + b"\r\n")
            if verb == b"QUIT":
                return


@pytest.mark.parametrize(
    ("password", "said"), [("right", "It answered well."), ("wrong", "does not take the key")]
)
def test_the_mail_server_is_signed_in_to_and_sent_nothing(
    desk: Desk, merchant: Merchant, password: str, said: str
) -> None:
    before = current_app.config["SETTINGS"]
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mail) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        url = f"smtp://ada:{password}@127.0.0.1:{server.server_address[1]}"
        current_app.config["SETTINGS"] = replace(before, smtp_url=url)
        try:
            assert said in desk.send("/connections/smtp/test").text
        finally:
            current_app.config["SETTINGS"] = before
            server.shutdown()


def test_a_manager_tests_and_does_not_set(app: Flask, merchant: Merchant) -> None:
    manager = signed_in(app, make_user(merchant, "manager"))
    assert "It answered well." in manager.send("/connections/stripe/test").text
    assert manager.send("/connections/stripe", api_key="mine").status_code == 403
    assert merchants.fresh("acme").integrations["stripe"]["api_key"] == "sk-secret"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "path", ["/connections/nobody", "/connections/nobody/test", "/connections/shopify/test"]
)
def test_what_can_not_be_asked_is_not_found(desk: Desk, merchant: Merchant, path: str) -> None:
    assert desk.send(path).status_code == 404
