"""What serves is loaded when a process starts, and nothing that is amiss there stops it."""

import logging
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask, current_app

from commerce.statements import Statements
from eta_model import registry
from eta_model.readiness import load_models
from tests.builders import make_merchant
from tests.eta_model.shop import stored
from tests.eta_model.test_registry import harm
from tests.statements import counted


def load() -> int:
    current_app.extensions.pop("eta_registry", None)
    return load_models(current_app.extensions["statements"])


def test_after_the_start_a_first_question_reads_no_file(shelf: Path) -> None:
    merchant_id = make_merchant().id
    model_id = stored(shelf, merchant_id)
    assert load() == 1
    with counted() as sent:
        serving = registry.serving(current_app.extensions["statements"], merchant_id)
    assert serving and serving.id == model_id
    assert sent == [registry.CHOICE]


def test_without_a_model_nothing_is_loaded(app: Flask) -> None:
    assert load() == 0


def test_a_broken_model_stops_no_start(shelf: Path, caplog: pytest.LogCaptureFixture) -> None:
    merchant = make_merchant()
    broken = stored(shelf, merchant.id)
    harm(broken)
    with caplog.at_level(logging.ERROR):
        assert load() == 1
    assert broken in caplog.text


def test_a_database_that_is_away_stops_no_start(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert load_models(Statements("postgresql://nobody@127.0.0.1:9/nothing")) == 0
    assert "no model was loaded" in caplog.text


def test_a_process_without_models_starts_without_their_libraries() -> None:
    look = "import sys, eta_model.readiness, portal.app; print({'onnxruntime', 'polars', 'sklearn'} & set(sys.modules))"
    told = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "set()"
