"""Sending: through a real mail server, with everything that may go wrong on the way."""

from datetime import datetime

import pytest
from sqlalchemy import text

from commerce import clock, merchants
from commerce.clock import now
from commerce.database import db, run, transaction
from commerce.models import Merchant
from commerce.work import GivenUp, TryLater
from notifications import channels, claiming, listing, news, sending
from notifications.message import Message, Sent, Unsure
from notifications.models import Notice
from notifications.providers.email import Email
from tests.builders import make_merchant
from tests.notifications.happening import (
    DAY,
    HOUR,
    NOON,
    find_delay,
    follow,
    notices,
    order_of,
    outcomes,
    scan,
    ship,
)
from tests.notifications.postbox import Postbox
from tracking.models import Shipment


@pytest.fixture
def parcel(merchant: Merchant) -> Shipment:
    """A parcel of which a delay is to be told at noon."""
    with clock.at(NOON):
        parcel = ship(order_of(merchant))
        find_delay(parcel)
        follow()
    return parcel


def send(moment: datetime = NOON) -> int:
    """A worker looks once, at that moment."""
    with clock.at(moment):
        return sending.send_batch()


def only(merchant: Merchant) -> Notice:
    [notice] = notices(merchant)
    return notice


def test_a_notice_is_sent_once(merchant: Merchant, postbox: Postbox, parcel: Shipment) -> None:
    assert (send(), send()) == (1, 0)
    notice, [message] = only(merchant), postbox.messages
    assert (notice.status, notice.sent_at, notice.subject) == ("sent", NOON, message["Subject"])
    assert notice.recipient_masked == "a•••@example.com"
    assert message["To"] == "ada@example.com"
    assert message["Message-ID"] == f"<{notice.code}@waypost.test>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Unsubscribe"].startswith("<http://waypost.test/")
    assert message["Reply-To"] == "help@acme.test"


def test_many_leave_over_one_connection(merchant: Merchant, postbox: Postbox) -> None:
    with clock.at(NOON):
        for number in range(5):
            customer = {"email": f"{number}@example.com"}
            find_delay(ship(order_of(merchant, f"A{number}", customer=customer)))
        follow()
    send()
    assert (len(postbox.messages), postbox.connections) == (5, 1)


def test_a_parcel_that_came_in_the_night_is_not_said_to_be_late(merchant: Merchant, postbox: Postbox) -> None:
    evening = NOON + 10 * HOUR
    with clock.at(evening):
        parcel = ship(order_of(merchant))
        find_delay(parcel)
        follow()
        scan(parcel, "delivered", evening)
        follow()
    assert (send(evening), send(NOON + 20 * HOUR)) == (0, 2)
    assert outcomes(merchant)[:2] == [("delayed", "arrived"), ("delivered", "sent")]
    assert len(postbox.messages) == 1


def test_a_recovery_is_told_to_those_who_heard_of_the_delay(
    merchant: Merchant, postbox: Postbox, parcel: Shipment
) -> None:
    send()
    with clock.at(NOON + HOUR):
        find_delay(parcel, event="cleared")
        follow()
    send(NOON + HOUR)
    assert outcomes(merchant) == [("delayed", "sent"), ("delay_cleared", "sent")]


@pytest.mark.parametrize(
    ("why", "reason"), [("suppressed", "suppressed"), ("address", "no_address"), ("off", "switched_off")]
)
def test_what_changed_since_counts(
    why: str, reason: str, merchant: Merchant, postbox: Postbox, parcel: Shipment
) -> None:
    with transaction():
        if why == "suppressed":
            news.suppress(merchant.id, "email", "Ada@example.com", "bounced")
        elif why == "address":
            parcel.order.customer = {"name": "Ada"}
        else:
            merchant.config = merchant.config | {"notifications": {"kinds": {"delayed": {"channels": []}}}}
            merchant.version += 1
    merchants.forget()
    send()
    assert (outcomes(merchant), postbox.messages) == ([("delayed", reason)], [])


def test_a_recipient_gets_no_more_than_the_cap_allows(postbox: Postbox) -> None:
    merchant = make_merchant(notifications={"daily_cap": 2})
    with clock.at(NOON):
        for number in range(4):
            find_delay(ship(order_of(merchant, f"A{number}")))
        follow()
    send()
    assert sorted(outcomes(merchant)) == [("delayed", "daily_cap")] * 2 + [("delayed", "sent")] * 2


def test_parcels_with_the_same_news_are_told_together_but_for_those_that_came(
    merchant: Merchant, postbox: Postbox
) -> None:
    with clock.at(NOON):
        order = order_of(merchant, parcels=3)
        parcels = [ship(order, line) for line in (1, 2, 3)]
        for one in parcels:
            find_delay(one)
        follow()
        scan(parcels[0], "delivered", NOON)
    send(NOON + HOUR)
    assert outcomes(merchant)[:3] == [("delayed", "sent")] + [("delayed", "told_with_another")] * 2
    [message] = postbox.messages
    body = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "T-S2" in body and "T-S3" in body and "T-S1" not in body
    assert notices(merchant)[0].told["parcels"] == ["S2", "S3"]


@pytest.mark.parametrize("step", ["to_recipient", "to_data"])
def test_a_server_that_is_busy_is_tried_again(
    step: str, merchant: Merchant, postbox: Postbox, parcel: Shipment
) -> None:
    setattr(postbox, step, "451 busy")
    send()
    notice = only(merchant)
    assert (notice.status, notice.attempts, notice.error) == ("scheduled", 1, "the mail server answered 451")
    setattr(postbox, step, "250 OK")
    send(notice.due_at)
    assert (only(merchant).status, len(postbox.messages)) == ("sent", 1)


def test_news_that_grows_old_while_the_server_is_away_is_not_told(
    merchant: Merchant, postbox: Postbox, parcel: Shipment
) -> None:
    postbox.to_data = "451 busy"
    send()
    send(NOON + DAY + HOUR)
    assert outcomes(merchant) == [("delayed", "old_news")]


def test_a_message_that_is_refused_is_not_sent_again_until_staff_say_so(
    merchant: Merchant, postbox: Postbox, parcel: Shipment
) -> None:
    postbox.to_data = "554 no"
    assert (send(), send(NOON + HOUR)) == (1, 0)
    assert (only(merchant).status, only(merchant).error) == ("failed", "the mail server answered 554")
    postbox.to_data = "250 OK"
    with clock.at(NOON + HOUR):
        listing.retry(merchant.id, only(merchant).code)
    send(NOON + HOUR)
    assert (only(merchant).status, len(postbox.messages)) == ("sent", 1)


def test_an_address_that_is_refused_is_written_to_no_more(
    merchant: Merchant, postbox: Postbox, parcel: Shipment
) -> None:
    postbox.to_recipient = "550 5.1.1 nobody"
    send()
    with clock.at(NOON + HOUR):
        find_delay(parcel, "stalled")
        follow()
    send(NOON + HOUR)
    assert outcomes(merchant) == [("delayed", "failed"), ("stalled", "suppressed")]


@pytest.mark.parametrize(("delay", "status"), [("predicted_late", "failed"), ("exception", "scheduled")])
def test_a_message_that_may_have_been_taken_is_repeated_or_parked_by_its_kind(
    delay: str, status: str, merchant: Merchant, postbox: Postbox
) -> None:
    with clock.at(NOON):
        find_delay(ship(order_of(merchant)), delay)
        follow()
    postbox.to_data = "drop"
    send()
    assert only(merchant).status == status
    assert status == "scheduled" or "may have been sent" in (only(merchant).error or "")


@pytest.mark.parametrize(("delay", "status"), [("predicted_late", "failed"), ("exception", "scheduled")])
@pytest.mark.parametrize("begun", [False, True])
def test_what_a_lost_worker_had_is_taken_back(
    delay: str, status: str, begun: bool, merchant: Merchant, postbox: Postbox
) -> None:
    with clock.at(NOON):
        find_delay(ship(order_of(merchant)), delay)
        follow()
        [claimed] = claiming.claim()
        if begun:
            assert claiming.begin(departure(claimed), None)
        assert claiming.recover([]) == 0
        expire_leases()
        assert claiming.recover([]) == 1
        assert only(merchant).status == (status if begun else "scheduled")


def test_whatever_waits_no_more_is_read_than_is_claimed(merchant: Merchant, parcel: Shipment) -> None:
    values = (claiming.BATCH_LEASE, NOON, 1)
    with transaction():
        run("SET LOCAL enable_seqscan = off")  # which is as good where there are few
        plan = str(run(f"EXPLAIN {claiming.CLAIM}", values))
    assert "Tid Scan" in plan and "ix_notices_due" in plan


def test_a_worker_that_lost_its_lease_sends_nothing(
    merchant: Merchant, postbox: Postbox, parcel: Shipment
) -> None:
    with clock.at(NOON):
        [claimed] = claiming.claim()
        expire_leases()
        assert not claiming.begin(departure(claimed), None)


def test_only_one_of_two_begins(merchant: Merchant, postbox: Postbox, parcel: Shipment) -> None:
    with clock.at(NOON):
        [claimed] = claiming.claim()
        assert claiming.begin(departure(claimed), None)
        assert not claiming.begin(departure(claimed), None)


def test_a_slow_worker_that_comes_back_tells_what_it_did(
    merchant: Merchant, postbox: Postbox, parcel: Shipment
) -> None:
    with clock.at(NOON):
        [claimed] = claiming.claim()
        claiming.begin(departure(claimed), None)
        expire_leases()
        claiming.recover([])
        claiming.settle_taken(claiming.Arrival(departure(claimed), "x", now()))
    assert (only(merchant).status, only(merchant).error) == ("sent", None)


@pytest.mark.parametrize("trouble", [TryLater("busy"), GivenUp("no"), RuntimeError("odd")], ids=repr)
def test_a_slow_worker_that_comes_back_leaves_anothers_try_alone(
    merchant: Merchant, postbox: Postbox, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    others: list[claiming.Departure] = []

    class Slow(Email):
        def send(self, message: Message, merchant: object) -> Sent:
            expire_leases()
            claiming.recover([])
            with clock.at(NOON + HOUR / 60):
                others.extend(departure(one) for one in claiming.claim())
                assert claiming.begin(others[0], None)
            raise trouble

    with clock.at(NOON):
        find_delay(ship(order_of(merchant)), "exception")
        follow()
    slow = Slow()
    monkeypatch.setattr(channels, "_load", lambda name: slow)
    send()
    assert (only(merchant).status, only(merchant).begun_at) == ("sending", others[0].begun_at)


def test_no_transaction_is_open_while_a_message_leaves(
    merchant: Merchant, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_at: list[bool] = []

    class Naming(Email):
        def send(self, message: Message, merchant: object) -> Sent:
            open_at.append(db.session().in_transaction())
            return Sent(f"SM{len(open_at)}")

    naming = Naming()
    monkeypatch.setattr(channels, "_load", lambda name: naming)
    with clock.at(NOON):
        for number in range(3):
            find_delay(ship(order_of(merchant, f"A{number}")))
        follow()
    db.session.remove()
    send()
    assert open_at == [False, False, False]


def test_a_channel_in_trouble_is_left_alone_for_a_while(
    merchant: Merchant, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    with clock.at(NOON):
        for number in range(5):
            find_delay(ship(order_of(merchant, f"A{number}")))
        follow()
    postbox.to_recipient = "451 busy"
    send()
    assert sorted(notice.attempts for notice in notices(merchant)) == [0, 0, 1, 1, 1]


def test_a_provider_with_a_key_is_asked_again(
    merchant: Merchant, parcel: Shipment, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Keyed(Email):
        keyed = True

        def send(self, message: Message, merchant: object) -> Sent:
            raise Unsure("lost")

    keyed = Keyed()
    monkeypatch.setattr(channels, "_load", lambda name: keyed)
    send()
    assert only(merchant).status == "scheduled"


@pytest.mark.parametrize(
    ("error", "status"),
    [(TryLater("x"), "scheduled"), (GivenUp("x"), "failed"), (RuntimeError("x"), "failed")],
)
def test_whatever_a_channel_raises_is_noted(
    error: Exception, status: str, merchant: Merchant, parcel: Shipment, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(Email):
        def send(self, message: Message, merchant: object) -> Sent:
            raise error

    broken = Broken()
    monkeypatch.setattr(channels, "_load", lambda name: broken)
    send()
    assert (only(merchant).status, "x" in (only(merchant).error or "")) == (status, True)


def departure(claimed: claiming.Claimed) -> claiming.Departure:
    return claiming.Departure(claimed, now(), "Late", "a•••@example.com", b"digest")


def expire_leases() -> None:
    with transaction():
        db.session.execute(text("UPDATE notices SET leased_until = now() - interval '1 second'"))
