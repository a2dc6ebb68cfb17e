"""A model goes into the database and comes out as it was, or not at all."""

from pathlib import Path

import polars as pl
import pytest
from flask import Flask, current_app
from polars.testing import assert_frame_equal
from sqlalchemy import text

from commerce.database import transaction
from eta_model.artefact import ArtefactError
from eta_model.model import Model
from eta_model.model_store import Made, add, fetch
from tests.builders import make_merchant
from tests.eta_model.shop import stored

CUT = "UPDATE eta_model_files SET content = substr(content, 1, 100) WHERE name = 'order.onnx'"
FLIPPED = "UPDATE eta_model_files SET content = set_bit(content, 999, 1 - get_bit(content, 999))"


def fetched(model_id: str, cache: Path) -> Model:
    return fetch(current_app.extensions["statements"], model_id, cache)


def test_a_fetched_model_answers_as_the_one_that_was_added(
    shelf: Path, model: Model, parcels: pl.DataFrame, tmp_path: Path
) -> None:
    back = fetched(stored(shelf, make_merchant().id), tmp_path / "cache")
    assert_frame_equal(back.predict(parcels.tail(20), "order"), model.predict(parcels.tail(20), "order"))


def test_the_row_tells_the_training_window(shelf: Path) -> None:
    row = add(shelf, Made(None, 900, {}))
    assert (str(row.trained_from), str(row.trained_to)) == ("2024-01-01", "2024-03-31")
    assert row.status == "candidate"


@pytest.mark.parametrize("harm", [CUT, FLIPPED + " WHERE name = 'order.onnx'", FLIPPED])
def test_what_was_cut_short_or_changed_by_a_bit_is_refused(shelf: Path, harm: str, tmp_path: Path) -> None:
    model_id = stored(shelf, None)
    with transaction() as session:
        session.execute(text(harm))
    with pytest.raises(ArtefactError):
        fetched(model_id, tmp_path / "cache")


def test_a_kept_file_that_was_changed_is_written_anew(shelf: Path, tmp_path: Path) -> None:
    model_id = stored(shelf, None)
    fetched(model_id, tmp_path / "cache")
    (tmp_path / "cache" / model_id / "order.onnx").write_bytes(b"no graph")
    assert fetched(model_id, tmp_path / "cache").name
    assert (tmp_path / "cache" / model_id / "order.onnx").read_bytes() == (shelf / "order.onnx").read_bytes()


def test_a_kept_file_serves_without_the_database(shelf: Path, tmp_path: Path) -> None:
    model_id = stored(shelf, None)
    fetched(model_id, tmp_path / "cache")
    with transaction() as session:
        session.execute(text("DELETE FROM eta_model_files"))
    assert fetched(model_id, tmp_path / "cache").name


def test_an_unknown_model_is_refused(app: Flask, tmp_path: Path) -> None:
    with pytest.raises(ArtefactError, match="mdl_none"):
        fetched("mdl_none", tmp_path)
