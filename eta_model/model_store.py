"""Models in the database: a folder's files as bytes, and back into a folder with every hash checked."""

import logging
import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from commerce.clock import now
from commerce.database import transaction
from commerce.ids import public_id
from commerce.statements import Statements
from eta_model.artefact import ArtefactError, load, read_manifest
from eta_model.model import Model
from eta_model.models import EtaModel, EtaModelFile
from eta_model.statuses import ModelStatus

log = logging.getLogger(__name__)

CALENDARS = timedelta(days=800)  # a process may keep a model for long, and nobody may fit another

HASH = "SELECT manifest->>'hash' FROM eta_models WHERE id = %s"
FILES = "SELECT name, content FROM eta_model_files WHERE model_id = %s"


@dataclass(frozen=True)
class Made:
    """What is told of a model beside its files: whose it is (None: the pool's) and what it learnt from."""

    merchant_id: int | None
    parcels: int
    scorecard: dict[str, Any]


def add(folder: Path, made: Made) -> EtaModel:
    """Store a saved model as a candidate; raises ArtefactError for a folder that holds none."""
    manifest = read_manifest(folder)
    windows = [stage["training_window"] for stage in manifest["stages"].values()]
    row = EtaModel(
        id=public_id("mdl"),
        merchant_id=made.merchant_id,
        status=ModelStatus.CANDIDATE,
        manifest=manifest,
        scorecard=made.scorecard,
        parcels=made.parcels,
        trained_from=min((date.fromisoformat(first) for first, _ in windows), default=None),
        trained_to=max((date.fromisoformat(last) for _, last in windows), default=None),
    )
    files = [
        EtaModelFile(model_id=row.id, name=path.name, content=path.read_bytes())
        for path in sorted(folder.iterdir())
    ]
    with transaction() as session:
        session.add(row)
        session.flush()
        session.add_all(files)
    return row


def fetch(statements: Statements, model_id: str, cache: Path) -> Model:
    """The stored model, its files kept in the folder `cache` for the next time.

    Raises ArtefactError where what is stored is not what was saved. A kept file that was changed is
    written anew from the database first.
    """
    row = statements.one(HASH, (model_id,))
    if row is None:
        raise ArtefactError(f"there is no model {model_id}")
    folder = cache / model_id
    with suppress(ArtefactError):
        return _vouched(folder, row[0])
    _write(folder, statements.all(FILES, (model_id,)))
    return _vouched(folder, row[0])


def _vouched(folder: Path, digest: str) -> Model:
    if read_manifest(folder)["hash"] != digest:
        raise ArtefactError(f"{folder} holds another model")
    try:
        return load(folder, now().date() + CALENDARS)
    except ArtefactError:
        raise
    except Exception as error:
        raise ArtefactError(f"{folder} can't be loaded: {error}") from error


def _write(folder: Path, files: list[tuple[Any, ...]]) -> None:
    """Put the files there as a whole: another process may be reading, or writing the same."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=".new-", dir=folder.parent))
    for name, content in files:
        (made / Path(name).name).write_bytes(content)
    if folder.exists():
        shutil.rmtree(folder, ignore_errors=True)
    try:
        os.rename(made, folder)
    except OSError:  # another process was first with the same files
        shutil.rmtree(made, ignore_errors=True)
