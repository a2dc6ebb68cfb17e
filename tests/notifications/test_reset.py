"""A new password by mail: for those who exist, and nobody can tell who does."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import text

from commerce import outbox, people, queue, staff, work
from commerce.database import db, transaction
from commerce.models import User
from tests.builders import make_merchant
from tests.notifications.postbox import Postbox, opened
from tests.portal.console.staffing import PASSWORD, browser, csrf_token, make_user, signed_in


@pytest.fixture
def ada(app: Flask) -> User:
    return make_user(make_merchant(), "agent", "ada@acme.test", PASSWORD)


@pytest.fixture
def postbox(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    queue.current().flushdb()
    with opened() as box:
        monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], smtp_url=box.url))
        yield box
    queue.current().flushdb()


def ask(app: Flask, email: str) -> str:
    """Ask for a link on the page, and let the worker do what there is to do."""
    client = browser(app)
    token = csrf_token(client.get("/console/forgotten"))
    answer = client.post("/console/forgotten", data={"csrf_token": token, "email": email})
    for subscriber, merchant_id, event_id in outbox.relay():
        work.do(subscriber.name, merchant_id, event_id)
    assert answer.status_code == 200
    return answer.text


def test_the_mailed_link_sets_a_password_and_ends_sessions(app: Flask, ada: User, postbox: Postbox) -> None:
    desk = signed_in(app, ada)
    ask(app, " ADA@acme.test")
    [message] = postbox.messages
    assert message["To"] == "ada@acme.test" and "Acme Outfitters" in message["Subject"]
    body = message.get_body(("plain",)).get_content()  # type: ignore[attr-defined]
    link = next(word for word in body.split() if "/console/password/" in word)
    client = browser(app)
    form = {"password": "a wholly new one", "again": "a wholly new one"}
    client.post(link, data=form | {"csrf_token": form_token(client.get(link).text)})
    db.session.expire_all()
    assert people.has_password(staff.get(ada.merchant_id, ada.id), "a wholly new one")
    assert desk.get("/account").status_code == 401


def form_token(page: str) -> str:
    return page.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]


def test_the_answer_is_the_same_for_an_address_that_nobody_has(
    app: Flask, ada: User, postbox: Postbox
) -> None:
    assert ask(app, "ada@acme.test") == ask(app, "eve@acme.test")
    assert len(postbox.messages) == 1


def test_a_person_who_left_since_gets_no_mail(app: Flask, ada: User, postbox: Postbox) -> None:
    with transaction():
        outbox.emit(ada.merchant_id, "password.forgotten", user=ada.id + 1)
    [(subscriber, merchant_id, event_id)] = outbox.relay()
    work.do(subscriber.name, merchant_id, event_id)
    assert db.session.scalar(text("SELECT state FROM event_work")) == "done"
    assert postbox.messages == []


def test_who_asks_again_and_again_must_wait(app: Flask, ada: User, postbox: Postbox) -> None:
    client = browser(app)
    token = csrf_token(client.get("/console/forgotten"))
    form = {"csrf_token": token, "email": "ada@acme.test"}
    statuses = [client.post("/console/forgotten", data=form).status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 429, 429]


def test_it_speaks_the_persons_language(app: Flask, ada: User, postbox: Postbox) -> None:
    with transaction():
        staff.get(ada.merchant_id, ada.id).locale = "ja"
    ask(app, "ada@acme.test")
    assert "パスワード" in postbox.messages[0]["Subject"]
