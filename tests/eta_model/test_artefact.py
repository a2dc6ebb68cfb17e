"""What is saved is what is loaded, and anything else is refused."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from eta_model.artefact import MANIFEST, ArtefactError, load, read_manifest, save
from eta_model.model import Model
from eta_model.question import Question
from eta_model.quote import forecast


@pytest.fixture
def folder(model: Model, tmp_path: Path) -> Path:
    save(model, tmp_path / "model", {"mae_days": 1.5})
    return tmp_path / "model"


@pytest.mark.parametrize("stage", ["order", "handover"])
def test_a_loaded_model_answers_as_the_saved_one(
    model: Model, folder: Path, parcels: pl.DataFrame, stage: str
) -> None:
    asked = parcels.tail(40)
    assert_frame_equal(load(folder).predict(asked, stage), model.predict(asked, stage), check_exact=True)  # type: ignore[arg-type]


def test_the_manifest_tells_features_versions_window_and_scorecard(folder: Path) -> None:
    manifest = read_manifest(folder)
    assert manifest["scorecard"] == {"mae_days": 1.5}
    assert manifest["stages"]["order"]["training_window"] == ["2024-01-01", "2024-03-31"]
    assert "gone_share" in manifest["stages"]["order"]["features"]
    assert {"scikit-learn", "skl2onnx", "onnxruntime"} <= set(manifest["versions"])


def test_nothing_in_the_folder_is_a_pickle(folder: Path) -> None:
    assert {path.suffix for path in folder.iterdir()} == {".json", ".onnx", ".parquet"}


@pytest.mark.parametrize("name", ["order.onnx", "handover.parquet", "places.parquet"])
def test_a_file_changed_by_one_bit_is_refused(folder: Path, name: str) -> None:
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)
    with pytest.raises(ArtefactError, match=name):
        load(folder)


def test_a_file_cut_short_is_refused(folder: Path) -> None:
    path = folder / "order.onnx"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(ArtefactError):
        load(folder)


def test_a_missing_file_is_refused(folder: Path) -> None:
    (folder / "order.parquet").unlink()
    with pytest.raises(ArtefactError):
        load(folder)


def test_a_changed_manifest_is_refused(folder: Path) -> None:
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["stages"]["order"]["tau"] = 0.5
    (folder / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(ArtefactError, match="changed"):
        load(folder)


def test_a_manifest_in_another_spelling_is_refused(folder: Path) -> None:
    text = (folder / MANIFEST).read_text()
    (folder / MANIFEST).write_text(text + " ")
    with pytest.raises(ArtefactError, match="changed"):
        load(folder)


@pytest.mark.parametrize("content", ["", "[]", '{"format": 99}', "{", "[" * 100_000])
def test_a_manifest_of_another_kind_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / MANIFEST).write_text(content)
    with pytest.raises(ArtefactError):
        load(tmp_path)


def test_asked_years_after_it_was_fit_a_model_still_knows_the_weekdays(model: Model, folder: Path) -> None:
    years = timedelta(weeks=52 * 8)
    asked = [
        Question("US", "07001", "US", "94103", at, carrier="UPS", service="Ground", origin_id="NJ1")
        for at in (datetime(2024, 4, 2, 15, tzinfo=UTC), datetime(2024, 4, 2, 15, tzinfo=UTC) + years)
    ]
    then, later = (forecast(load(folder, date(2033, 1, 1)), question) for question in asked)
    took = [
        told.dates["p90"] - question.ordered_at.date()
        for told, question in zip((then, later), asked, strict=True)
    ]
    assert abs(took[1] - took[0]) < timedelta(days=2)
    assert later.dates["p90"] < forecast(load(folder), asked[1]).dates["p90"]
