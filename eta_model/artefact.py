"""A fitted model on disk: ONNX graphs, tables as Parquet, and a manifest that vouches for each file.

Nothing in it can run code when it is read. A file that is missing, cut short or changed by a bit, or a
manifest written by another format of this package, is refused as a whole.
"""

import hashlib
import json
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from eta_model.calendars import OperatingClock, day_number
from eta_model.features.durations import Clocks
from eta_model.features.selection import chosen_features
from eta_model.features.snapshot import Snapshot
from eta_model.forecaster import Forecaster
from eta_model.hazard import DAY_FEATURES
from eta_model.journeys import Stage
from eta_model.model import Model, StageModel
from eta_model.places import Gazetteer
from eta_model.recalibration import Recalibration
from eta_model.scorer import HazardScorer

FORMAT = 1
MANIFEST = "manifest.json"
_LIBRARIES = ("numpy", "polars", "scikit-learn", "skl2onnx", "onnxruntime", "holidays")


class ArtefactError(ValueError):
    """The folder does not hold a model that may be served; the message says what is wrong."""


def save(model: Model, folder: Path, scorecard: dict[str, Any]) -> None:
    """Write the model into a folder; the manifest last, so that half a model is no model."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MANIFEST).unlink(missing_ok=True)
    _places(model.gazetteer).write_parquet(folder / "places.parquet")
    files = ["places.parquet"]
    for stage, part in model.stages.items():
        _tables(part.snapshot).write_parquet(folder / f"{stage}.parquet")
        files.append(f"{stage}.parquet")
        if part.forecaster.scorer is not None:
            (folder / f"{stage}.onnx").write_bytes(part.forecaster.scorer.graph)
            files.append(f"{stage}.onnx")
    manifest = {
        "format": FORMAT,
        "versions": {name: version(name) for name in _LIBRARIES},
        "offset": model.offset,
        "scorecard": scorecard,
        "stages": {stage: _described(part) for stage, part in model.stages.items()},
        "files": {name: _digest(folder / name) for name in files},
    }
    manifest["hash"] = _hash_of(manifest)
    (folder / MANIFEST).write_text(_written(manifest), encoding="utf-8")


def load(folder: Path, until: date = date.min) -> Model:
    """Read a model back; raises ArtefactError for anything that is not exactly what was saved.

    Its calendars reach to the date `until` at least: a model may be asked long after it was fit.
    """
    manifest = read_manifest(folder)
    gazetteer = Gazetteer(
        {(country, place): (lat, lng) for country, place, lat, lng in _rows(folder / "places.parquet")}
    )
    stages: dict[Stage, StageModel] = {
        stage: _stage(folder, stage, manifest, until)
        for stage in ("order", "handover")
        if stage in manifest["stages"]
    }
    return Model(stages, gazetteer, int(manifest["offset"]), str(manifest["hash"])[:12])


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest, after every file it names has been held against its hash."""
    try:
        text = (folder / MANIFEST).read_text(encoding="utf-8")
        manifest = json.loads(text)
    except (OSError, ValueError, RecursionError) as error:
        raise ArtefactError(f"{folder} holds no readable manifest: {error}") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ArtefactError(f"{folder} was written in another format than {FORMAT}")
    if manifest.get("hash") != _hash_of(manifest) or text != _written(manifest):
        raise ArtefactError(f"the manifest of {folder} was changed")
    for name, digest in manifest["files"].items():
        if not (folder / name).is_file() or _digest(folder / name) != digest:
            raise ArtefactError(f"{folder / name} is missing or was changed")
    return manifest


def _written(manifest: dict[str, Any]) -> str:
    return json.dumps(manifest, indent=1)


def _hash_of(manifest: dict[str, Any]) -> str:
    told = {name: value for name, value in manifest.items() if name != "hash"}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _described(part: StageModel) -> dict[str, Any]:
    forecaster = part.forecaster
    clocks = {"carrier": forecaster.clocks.carrier, "sender": forecaster.clocks.sender}
    return {
        "day": forecaster.day,
        "features": [*chosen_features(forecaster.stage), *DAY_FEATURES],
        "hazard": forecaster.scorer is not None,
        "training_window": part.training_window,
        "hours": forecaster.hours.tolist(),
        "level": part.recalibration.level,
        "rates": list(part.recalibration.rates),
        "tau": None if np.isnan(part.tau) else part.tau,
        "clocks": {
            name: [[*group, *weights] for group, weights in clock.weights.items()]
            for name, clock in clocks.items()
        },
        "closed": {
            name: {country: sorted(names) for country, names in clock.closed.items()}
            for name, clock in clocks.items()
        },
        "clock_days": [forecaster.clocks.carrier.first, forecaster.clocks.carrier.last],
    }


def _stage(folder: Path, stage: Stage, manifest: dict[str, Any], until: date) -> StageModel:
    told = manifest["stages"][stage]
    if told["features"] != [*chosen_features(stage), *DAY_FEATURES]:
        raise ArtefactError(
            f"the {stage} model of {folder} was fit on other features than this release computes"
        )
    scorer = HazardScorer((folder / f"{stage}.onnx").read_bytes()) if told["hazard"] else None
    clocks = Clocks(*(_clock(told, name, until) for name in ("carrier", "sender")))
    forecaster = Forecaster(stage, int(told["day"]), clocks, np.array(told["hours"]), scorer)
    tables: dict[str, dict[str, Any]] = {}
    for table, key, values in _rows(folder / f"{stage}.parquet"):
        tables.setdefault(table, {})[key] = np.array(values, dtype=np.float64)
    return StageModel(
        forecaster=forecaster,
        snapshot=Snapshot(forecaster.day, tables),
        recalibration=Recalibration(tuple(told["rates"]), float(told.get("level", 0.0))),
        tau=float("nan") if told["tau"] is None else float(told["tau"]),
        training_window=tuple(told["training_window"]),
    )


def _clock(told: dict[str, Any], name: str, until: date) -> OperatingClock:
    first, last = told["clock_days"]
    last = max(last, day_number(until))
    weights = {(a, b): tuple(weights) for a, b, *weights in told["clocks"][name]}
    return OperatingClock(weights, first, last, told.get("closed", {}).get(name, {}))


def _rows(path: Path) -> Any:
    return pl.read_parquet(path).iter_rows()


def _places(gazetteer: Gazetteer) -> pl.DataFrame:
    rows = [(country, place, lat, lng) for (country, place), (lat, lng) in gazetteer.points.items()]
    schema = {"country": pl.String, "place": pl.String, "lat": pl.Float64, "lng": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _tables(snapshot: Snapshot) -> pl.DataFrame:
    rows = [
        (name, key, vector.tolist())
        for name, table in snapshot.tables.items()
        for key, vector in table.items()
    ]
    return pl.DataFrame(
        rows, schema={"table": pl.String, "key": pl.String, "values": pl.List(pl.Float64)}, orient="row"
    )
