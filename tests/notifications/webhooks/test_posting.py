"""Posts to merchants' programs: signed, tried for three days, paused where nobody answers."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import orjson
import pytest
from flask import Flask
from rq.timeouts import JobTimeoutException, UnixSignalDeathPenalty
from sqlalchemy import text
from standardwebhooks import Webhook

from commerce.clock import now
from commerce.database import db
from commerce.models import Merchant
from notifications.webhooks import endpoints, planning, posting
from tests.builders import make_merchant
from tests.notifications.receiver import Receiver, opened
from tests.notifications.webhooks.posts import (
    endpoint_of,
    fail_for,
    happen,
    post_all,
    settle_inside,
    statuses,
)


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    return make_merchant()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with opened() as receiver:
        yield receiver


@pytest.fixture
def secret(merchant: Merchant, receiver: Receiver) -> str:
    _, secret = endpoints.create(merchant.id, f"{receiver.url}/hook", ["*"])
    return secret


def test_a_post_carries_what_happened_and_verifies_by_the_librarys_own_check(
    merchant: Merchant, receiver: Receiver, secret: str
) -> None:
    happen(merchant, "order.created", order="1001")
    post_all()
    [posted] = receiver.posted
    told = Webhook(secret).verify(posted.body, posted.headers)
    assert (posted.path, told["type"], told["data"]) == ("/hook", "order.created", {"order": "1001"})
    assert told["id"] == posted.headers["webhook-id"]
    assert statuses(merchant) == ["delivered"]


def test_a_repeat_has_the_id_it_had(merchant: Merchant, receiver: Receiver, secret: str) -> None:
    happen(merchant)
    receiver.status = 500
    post_all()
    receiver.status = 204
    receiver.answer = b""
    post_all(at=now() + timedelta(minutes=5))
    first, second = receiver.posted
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert statuses(merchant) == ["delivered"]


def test_an_event_is_posted_once_however_often_its_work_is_done(
    merchant: Merchant, receiver: Receiver, secret: str
) -> None:
    happen(merchant)
    for _ in range(3):
        post_all()
    assert len(receiver.posted) == 1


@pytest.mark.parametrize("status", [301, 400, 404, 429, 500, 503])
def test_any_answer_but_a_2xx_is_tried_again(
    merchant: Merchant, receiver: Receiver, secret: str, status: int
) -> None:
    receiver.status = status
    receiver.headers = {"Location": receiver.url} if status == 301 else {}
    happen(merchant)
    post_all()
    assert statuses(merchant) == ["open"]
    assert len(receiver.posted) == 1
    endpoint = endpoint_of(merchant)
    assert (endpoint.failures, endpoint.last_error) == (1, f"answered {status}")


def test_no_answer_at_all_is_tried_again(
    merchant: Merchant, receiver: Receiver, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "SECONDS", (0.2, 0.2))
    receiver.hangs = threading.Event()
    happen(merchant)
    post_all()
    assert statuses(merchant) == ["open"]
    assert "no answer" in str(endpoint_of(merchant).last_error)


def test_an_answer_that_outlasts_the_job_counts_as_a_failure(
    merchant: Merchant, receiver: Receiver, secret: str
) -> None:
    receiver.hangs = threading.Event()
    happen(merchant)
    with UnixSignalDeathPenalty(1, JobTimeoutException):
        post_all()
    endpoint = endpoint_of(merchant)
    assert (endpoint.failures, endpoint.last_error) == (1, "its answer takes too long")
    assert endpoint.quiet_until and statuses(merchant) == ["open"]


def test_an_endpoint_that_failed_a_moment_ago_is_left_alone(
    merchant: Merchant, receiver: Receiver, secret: str
) -> None:
    receiver.status = 500
    happen(merchant)
    post_all()
    happen(merchant, order="1002")
    post_all(at=now())
    assert len(receiver.posted) == 1
    assert statuses(merchant) == ["open", "open"]


def test_one_that_fails_for_three_days_is_paused_and_what_happens_is_kept(
    merchant: Merchant, receiver: Receiver, secret: str
) -> None:
    receiver.status = 500
    happen(merchant)
    fail_for(74)
    endpoint = endpoint_of(merchant)
    assert endpoint.status == "paused"
    assert "answered 500" in str(endpoint.paused_reason)
    tried = len(receiver.posted)
    happen(merchant, order="1002")
    post_all(at=now() + timedelta(hours=80))
    assert len(receiver.posted) == tried
    assert statuses(merchant) == ["held", "held"]


def test_one_that_says_it_is_gone_is_paused_at_once(
    merchant: Merchant, receiver: Receiver, secret: str
) -> None:
    receiver.status = 410
    happen(merchant)
    post_all()
    assert endpoint_of(merchant).status == "paused"


def test_an_endpoint_that_is_active_again_hears_what_it_missed(
    merchant: Merchant, receiver: Receiver, secret: str
) -> None:
    code = endpoint_of(merchant).code
    endpoints.change(merchant.id, code, {"status": "paused"})
    for number in range(3):
        happen(merchant, order=str(number))
    post_all()
    assert receiver.posted == []
    endpoints.change(merchant.id, code, {"status": "active"})
    post_all()
    assert [orjson.loads(posted.body)["data"]["order"] for posted in receiver.posted] == ["0", "1", "2"]
    assert statuses(merchant) == ["delivered"] * 3


@pytest.mark.parametrize("step", ["planned", "tried"])
def test_a_post_that_was_to_be_kept_for_an_endpoint_just_made_active_again_is_sent(
    app: Flask,
    merchant: Merchant,
    receiver: Receiver,
    secret: str,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    code, (module, name) = endpoint_of(merchant).code, PAUSED_IN[step]
    look = getattr(module, name)

    def look_just_before(subject: Any) -> Any:
        seen = look(subject)
        with app.app_context():
            endpoints.change(merchant.id, code, {"status": "active"})
        return seen

    if step == "tried":
        happen(merchant)
    endpoints.change(merchant.id, code, {"status": "paused"})
    settle_inside()
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(module, name, look_just_before)
        happen(merchant) if step == "planned" else post_all()
    post_all()
    assert [orjson.loads(posted.body)["type"] for posted in receiver.posted].count("order.created") == 1
    assert "held" not in statuses(merchant)


PAUSED_IN = {"planned": (planning, "listed"), "tried": (posting, "read")}


def test_one_bad_post_among_good_ones_is_given_up_and_pauses_nothing(
    merchant: Merchant, receiver: Receiver, secret: str
) -> None:
    receiver.status = 500
    happen(merchant)
    post_all()
    receiver.status = 200
    happen(merchant, order="1002")
    for hours in (1, 2):
        receiver.status = 200
        post_all(at=now() + timedelta(hours=hours))
    assert statuses(merchant) == ["delivered", "delivered"]
    assert endpoint_of(merchant).failing_since is None


def test_for_a_day_after_its_renewal_the_old_secret_verifies_too(
    merchant: Merchant, receiver: Receiver, secret: str
) -> None:
    _, renewed = endpoints.renew_secret(merchant.id, endpoint_of(merchant).code)
    happen(merchant)
    post_all()
    [posted] = receiver.posted
    for each in (secret, renewed):
        assert Webhook(each).verify(posted.body, posted.headers)
    sealed = endpoint_of(merchant).secrets
    assert endpoints.signing_secrets(sealed, now() + timedelta(hours=25)) == [renewed]


def test_a_kind_that_an_endpoint_does_not_want_is_not_posted(merchant: Merchant, receiver: Receiver) -> None:
    endpoints.create(merchant.id, receiver.url, ["return.requested"])
    happen(merchant, "order.created")
    happen(merchant, "return.requested", **{"return": "ret_1"})
    post_all()
    assert [orjson.loads(posted.body)["type"] for posted in receiver.posted] == ["return.requested"]


def test_what_stays_in_the_house_is_posted_to_nobody(
    merchant: Merchant, receiver: Receiver, secret: str
) -> None:
    happen(merchant, "lookup.asked", order="1001")
    post_all()
    assert receiver.posted == []


def test_a_test_event_goes_to_its_endpoint_alone(merchant: Merchant, receiver: Receiver, secret: str) -> None:
    other, _ = endpoints.create(merchant.id, f"{receiver.url}/other", ["*"])
    endpoints.try_out(merchant.id, other.code)
    settle_inside()
    post_all()
    assert [posted.path for posted in receiver.posted] == ["/other"]


def test_what_another_merchant_does_is_not_heard(merchant: Merchant, receiver: Receiver, secret: str) -> None:
    happen(make_merchant("other"))
    post_all()
    assert receiver.posted == []


def test_an_endpoint_removed_meanwhile_is_not_posted_to(
    merchant: Merchant, receiver: Receiver, secret: str
) -> None:
    happen(merchant)
    endpoints.remove(merchant.id, endpoint_of(merchant).code)
    post_all()
    assert receiver.posted == []


def test_a_post_that_fails_for_three_days_while_others_arrive_is_given_up(
    merchant: Merchant, receiver: Receiver, secret: str
) -> None:
    receiver.status = 500
    happen(merchant)
    post_all()
    db.session.execute(text("UPDATE webhook_endpoints SET failures = 0, failing_since = NULL"))
    db.session.commit()
    post_all(at=now() + timedelta(days=3, hours=1))
    assert statuses(merchant) == ["failed"]
    assert endpoint_of(merchant).status == "active"
