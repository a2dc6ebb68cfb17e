"""Whose model answers, and what happens when it can't."""

import logging
from pathlib import Path

import pytest
from flask import Flask, current_app
from sqlalchemy import text

from commerce.database import transaction
from eta_model import registry
from tests.builders import make_merchant
from tests.eta_model.shop import now_serving, stored
from tests.statements import counted

HARM = "UPDATE eta_model_files SET content = '\\x00' WHERE model_id = :id AND name = 'handover.onnx'"


def harm(model_id: str) -> None:
    with transaction() as session:
        session.execute(text(HARM), {"id": model_id})


def test_without_a_model_nobody_serves(app: Flask) -> None:
    assert now_serving(make_merchant().id) is None


def test_a_candidate_does_not_serve(shelf: Path) -> None:
    merchant = make_merchant()
    stored(shelf, merchant.id, "candidate")
    assert now_serving(merchant.id) is None


def test_the_merchants_own_model_stands_before_the_pooled_one(shelf: Path) -> None:
    merchant, other = make_merchant("acme"), make_merchant("bolt")
    own, pooled = stored(shelf, merchant.id), stored(shelf, None)
    serving = [now_serving(owner.id) for owner in (merchant, other)]
    assert [known.id for known in serving if known] == [own, pooled]


def test_a_broken_model_is_refused_and_the_last_good_one_serves(
    shelf: Path, caplog: pytest.LogCaptureFixture
) -> None:
    merchant = make_merchant()
    good, broken = stored(shelf, merchant.id, "retired"), stored(shelf, merchant.id)
    harm(broken)
    with caplog.at_level(logging.ERROR):
        serving = now_serving(merchant.id)
    assert serving and serving.id == good
    assert broken in caplog.text


def test_where_every_own_model_is_broken_the_pooled_one_serves(shelf: Path) -> None:
    merchant = make_merchant()
    pooled, broken = stored(shelf, None), stored(shelf, merchant.id)
    harm(broken)
    serving = now_serving(merchant.id)
    assert serving and serving.id == pooled


def test_a_second_question_asks_the_database_nothing(shelf: Path) -> None:
    merchant = make_merchant()
    stored(shelf, merchant.id)
    first = now_serving(merchant.id)
    with counted() as sent:
        again = registry.serving(current_app.extensions["statements"], merchant.id)
    assert (again, sent) == (first, [])


def test_a_newly_loaded_look_costs_one_statement(shelf: Path) -> None:
    merchant = make_merchant()
    stored(shelf, merchant.id)
    now_serving(merchant.id)
    with counted() as sent:
        now_serving(merchant.id)
    assert len(sent) == 1


def test_the_newest_scorecards_widening_raises_the_level_asked_for(shelf: Path) -> None:
    merchant = make_merchant()
    stored(shelf, merchant.id)
    with transaction() as session:
        for day, widening in (("2026-01-01", 0.2), ("2026-01-02", 0.03)):
            session.execute(
                text(
                    "INSERT INTO eta_scorecards (merchant_id, day, card, widening, made_at)"
                    " VALUES (:m, :d, '{}', :w, now())"
                ),
                {"m": merchant.id, "d": day, "w": widening},
            )
    serving = now_serving(merchant.id)
    assert serving is not None
    assert serving.confidence(0.9) == pytest.approx(0.93)
    assert serving.confidence(0.98) == 0.99
    assert serving.confidence(0.995) == 0.995
