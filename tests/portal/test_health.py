"""What `/metrics` tells of the work that all processes share."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from commerce import outbox
from commerce.database import db, transaction
from tests.builders import make_merchant


def test_open_and_failed_work_is_counted_by_subscriber(app: Flask, client: FlaskClient) -> None:
    merchant = make_merchant()
    with transaction():
        for _ in range(3):
            outbox.emit(merchant.id, "lookup.asked", order=None)
    due = [number for subscriber, _, number in outbox.relay() if subscriber.name == "mail-link"]
    fail = text("UPDATE event_work SET state = 'failed', settled_at = now() WHERE event_id = :one")
    db.session.execute(fail, {"one": due[0]})
    db.session.execute(
        text("UPDATE event_work SET due_at = now() - interval '90 seconds' WHERE state = 'open'")
    )
    db.session.commit()
    lines = client.get("/metrics").text.splitlines()
    assert 'waypost_work{state="open",subscriber="mail-link"} 2.0' in lines
    assert 'waypost_work{state="failed",subscriber="mail-link"} 1.0' in lines
    [late] = [line for line in lines if line.startswith("waypost_work_due_seconds{")]
    assert 90 <= float(late.rpartition(" ")[2]) < 600


def test_without_the_table_the_process_still_tells_its_own_figures(client: FlaskClient, app: Flask) -> None:
    with db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE event_work RENAME TO event_work_lost")
    try:
        answer = client.get("/metrics")
    finally:
        with db.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE event_work_lost RENAME TO event_work")
    assert answer.status_code == 200
    assert "python_info" in answer.text
