"""The shop's own programs are told what was chosen for them, and nobody chooses over a colleague."""

import pytest

from commerce import audit
from commerce.database import db
from commerce.models import Merchant
from notifications.webhooks import endpoints
from notifications.webhooks.kinds import PUBLIC
from portal.console import saving
from portal.console.connections import by_topic
from portal.console.words import WORDS
from tests.portal.console.staffing import Desk

ENDPOINTS = "/connections/endpoints"


def test_a_program_is_added_tested_and_removed(desk: Desk, merchant: Merchant) -> None:
    assert "whsec_" in desk.send(ENDPOINTS, url="https://acme.example/hook").text
    assert "whsec_" not in desk.get("/connections").text
    [endpoint] = endpoints.listed(merchant.id)
    assert "is on its way" in desk.send(f"{ENDPOINTS}/test", endpoint=endpoint.code).text
    desk.send(f"{ENDPOINTS}/remove", endpoint=endpoint.code)
    assert endpoints.listed(merchant.id) == []


def test_a_program_hears_of_what_is_ticked(desk: Desk, merchant: Merchant) -> None:
    desk.send(ENDPOINTS, url="https://acme.example/hook", event=["return.requested", "no.such"])
    [endpoint] = endpoints.listed(merchant.id)
    assert endpoint.events == ["return.requested"]
    page = desk.get("/connections").text
    assert "hears of 1 kind of event" in page and 'value="return.requested" checked' in page
    form = {"endpoint": endpoint.code, "mark": saving.mark(["return.requested"])}
    desk.send(f"{ENDPOINTS}/events", event=["order.created", "claim.opened"], **form)
    assert events_of(merchant) == ["claim.opened", "order.created"]
    entry = audit.listed(merchant.id)[0]
    assert (entry.before, entry.after["events"]) == (
        {"events": ["return.requested"]},
        ["claim.opened", "order.created"],
    )
    assert "Somebody changed this meanwhile" in desk.send(f"{ENDPOINTS}/events", **form).text
    assert events_of(merchant) == ["claim.opened", "order.created"]


def test_a_program_without_a_tick_hears_of_everything(desk: Desk, merchant: Merchant) -> None:
    desk.send(ENDPOINTS, url="https://acme.example/hook")
    assert events_of(merchant) == ["*"] and "hears of everything" in desk.get("/connections").text


def test_a_choice_stays_where_the_address_is_refused(desk: Desk, merchant: Merchant) -> None:
    page = desk.send(ENDPOINTS, url="http://acme.example", event=["return.requested"]).text
    assert 'value="return.requested" checked' in page and endpoints.listed(merchant.id) == []


def events_of(merchant: Merchant) -> list[str]:
    db.session.expire_all()
    return [event for endpoint in endpoints.listed(merchant.id) for event in endpoint.events]


def test_every_kind_stands_under_one_topic() -> None:
    topics = by_topic(PUBLIC)
    assert sorted(kind for kinds in topics.values() for kind in kinds) == sorted(PUBLIC)
    assert set(topics) == set(WORDS["event_topic"])


@pytest.mark.parametrize("url", ["http://acme.example", "https://10.0.0.1/x", "javascript:1", "https://"])
def test_a_program_inside_or_without_encryption_is_refused(desk: Desk, merchant: Merchant, url: str) -> None:
    assert desk.send(ENDPOINTS, url=url).status_code == 422
    assert endpoints.listed(merchant.id) == []
