"""A real history of tens of thousands of parcels goes into the database whole, and once."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import text

from commerce.database import transaction
from eta_model.histories import history_of
from portal.cli import history
from tests.builders import make_merchant

FILE = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "olist_until_2018-05.parquet"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FILE.exists(), reason="the public history is not on this machine"),
]


@pytest.fixture
def merchant_id(app: Flask) -> Iterator[int]:
    yield make_merchant().id
    with transaction() as session:
        session.execute(text("DELETE FROM periodic_runs"))


def taken_in(path: Path) -> dict[str, Any]:
    answer = CliRunner().invoke(history.group, ["import", "acme", str(path), "--json"])
    told: dict[str, Any] = json.loads(answer.stdout)
    return told


def test_every_parcel_is_taken_in_once_and_read_back(merchant_id: int, tmp_path: Path) -> None:
    path = Path(shutil.copy(FILE, tmp_path))
    first, again = taken_in(path), taken_in(path)
    assert first["added"] == first["rows"] and first["rejected"] == 0
    assert (again["added"], again["changed"]) == (0, 0)
    assert history_of(merchant_id).height == first["rows"]
