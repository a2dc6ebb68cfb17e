"""What an operator types to hand over a delivery history, good or bad."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import text

from commerce.database import db, transaction
from eta_model import parcel_store
from portal.cli import history
from tests.builders import make_merchant
from tests.eta_model.made_up import made_up_history


@pytest.fixture
def merchant_id(app: Flask) -> Iterator[int]:
    yield make_merchant().id
    with transaction() as session:
        session.execute(text("DELETE FROM periodic_runs"))


def typed(*words: object) -> Result:
    return CliRunner().invoke(history.group, ["import", *map(str, words)], catch_exceptions=False)


def told(*words: object) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(typed(*words, "--json").stdout)
    return answer


def file(table: pl.DataFrame, path: Path) -> Path:
    if path.suffix == ".parquet":
        table.write_parquet(path)
    elif path.suffix == ".gz":
        path.write_bytes(gzip.compress(table.write_csv().encode()))
    else:
        table.write_csv(path)
    return path


def broken(history: pl.DataFrame) -> pl.DataFrame:
    """Three of every ten rows: an impossible order of times, a wrong zone, a country nobody knows."""
    row = pl.int_range(pl.len()) % 10
    texts = history.with_columns(pl.col("ordered_at", "delivered_at").dt.strftime("%Y-%m-%dT%H:%M:%S"))
    return texts.with_columns(
        delivered_at=pl.when(row == 0).then(pl.lit("2023-12-01T10:00:00")).otherwise("delivered_at"),
        ordered_at=pl.when(row == 3).then(pl.col("ordered_at") + "+99:00").otherwise("ordered_at"),
        dest_country=pl.when(row == 7).then(pl.lit("Narnia")).otherwise("dest_country"),
    )


@pytest.mark.parametrize("name", ["h.csv", "h.csv.gz", "h.parquet"])
def test_every_kind_of_file_is_taken_in_once(merchant_id: int, tmp_path: Path, name: str) -> None:
    path = file(made_up_history(120), tmp_path / name)
    first, again = told("acme", path), told("acme", path)
    assert (first["rows"], first["added"], first["rejected"]) == (120, 120, 0)
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 120)
    assert first["rejects_file"] is None and not (tmp_path / f"{name}.rejects.csv").exists()


def test_of_a_file_with_a_third_broken_the_rest_is_kept_and_each_refusal_has_its_reason(
    merchant_id: int, tmp_path: Path
) -> None:
    path = file(broken(made_up_history(1000)), tmp_path / "h.csv")
    answer = told("acme", path)
    assert (answer["added"], answer["rejected"]) == (700, 300)
    assert answer["reasons"] == {
        "delivered_before_ordered": 100,
        "ordered_at_unreadable": 100,
        "dest_country_unknown": 100,
    }
    rejects = pl.read_csv(answer["rejects_file"], infer_schema=False)
    assert rejects.height == 300 and rejects.columns[:3] == ["row", "reason", "shipment_id"]
    assert parcel_store.parcels_of(merchant_id).height == 700


def test_refused_rows_that_were_mended_are_taken_in_from_their_own_file(
    merchant_id: int, tmp_path: Path
) -> None:
    path = file(broken(made_up_history(100)), tmp_path / "h.csv")
    rejects = pl.read_csv(told("acme", path)["rejects_file"], infer_schema=False)
    mended = rejects.filter(pl.col("reason") == "dest_country_unknown").with_columns(
        dest_country=pl.lit("US")
    )
    assert told("acme", file(mended, tmp_path / "mended.csv"))["added"] == 10


def test_a_person_is_told_in_a_sentence(merchant_id: int, tmp_path: Path) -> None:
    path = file(broken(made_up_history(100)), tmp_path / "h.csv")
    assert typed("acme", path).stdout == (
        f"100 rows: 70 new, 0 with news, 0 known, 30 refused (see {path}.rejects.csv).\n"
    )


def test_what_is_only_doubtful_is_taken_in_and_told_row_by_row(merchant_id: int, tmp_path: Path) -> None:
    history = made_up_history(20)
    early = pl.when(pl.int_range(pl.len()) == 4).then(pl.lit("2001-01-01T00:00:00"))
    texts = history.with_columns(pl.col("ordered_at", "handed_over_at").dt.strftime("%Y-%m-%dT%H:%M:%S"))
    path = file(texts.with_columns(handed_over_at=early.otherwise("handed_over_at")), tmp_path / "h.csv")
    answer = told("acme", path)
    assert (answer["added"], answer["rejected"], answer["doubtful"]) == (20, 0, 1)
    doubts = pl.read_csv(answer["doubts_file"], infer_schema=False)
    assert doubts.select("row", "reason").rows() == [("5", "handed_over_before_ordered")]
    assert f"1 doubtful in part (see {path}.doubts.csv)" in typed("acme", path).stdout


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "cannot be read"),
        ("a,b\n1,2\n", "lacks the columns shipment_id"),
        ("\0\1\2", "lacks the columns"),
    ],
    ids=["empty", "another table", "no table"],
)
def test_a_file_that_is_no_history_changes_nothing(
    merchant_id: int, tmp_path: Path, content: str, said: str
) -> None:
    path = tmp_path / "h.csv"
    path.write_text(content)
    refused = typed("acme", path, "--json")
    assert refused.exit_code == 1 and refused.stdout == ""
    assert said in refused.stderr
    assert db.session.scalar(text("SELECT count(*) FROM history_parcels")) == 0


def test_an_unknown_merchant_is_named(merchant_id: int, tmp_path: Path) -> None:
    refused = typed("nobody", file(made_up_history(3), tmp_path / "h.csv"))
    assert refused.exit_code == 1 and "'nobody'" in refused.stderr


def test_after_an_import_a_fit_is_due_at_once(merchant_id: int, tmp_path: Path) -> None:
    told("acme", file(made_up_history(3), tmp_path / "h.csv"))
    due = db.session.scalar(text("SELECT due_at <= now() FROM periodic_runs WHERE name = 'refit-models'"))
    assert due is True


def test_what_is_refused_again_from_a_file_of_refusals_is_written_as_it_came(
    merchant_id: int, tmp_path: Path
) -> None:
    first = told("acme", file(broken(made_up_history(parcels=20)), tmp_path / "h.csv"))
    again = told("acme", first["rejects_file"])
    assert again["rejected"] == first["rejected"] == 6
    written = [pl.read_csv(one["rejects_file"], infer_schema=False) for one in (first, again)]
    assert written[0].columns == written[1].columns
    assert written[0].drop("row").equals(written[1].drop("row"))
