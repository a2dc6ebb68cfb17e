"""The commands read files, write files, and say plainly what they refuse."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from eta_model.history import REQUIRED
from eta_model.offline import main

COLUMNS = [
    "shipment_id", "p10", "p50", "p80", "p90", "p95", "likely_on", "promise_on", "late_probability", "basis",
]  # fmt: skip


@pytest.fixture
def history_file(history: pl.DataFrame, tmp_path: Path) -> Path:
    broken = history.head(2).with_columns(shipment_id=pl.lit("X"), dest_country=pl.lit("ZZ"))
    pl.concat([history.head(150), broken]).write_csv(tmp_path / "history.csv")
    return tmp_path / "history.csv"


def test_backtest_writes_predictions_rejects_and_a_scorecard(
    history_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.csv"
    dates = ["--from", "2024-01-10", "--to", "2024-01-14", "--refit-days", "never"]
    assert main(["backtest", str(history_file), *dates, "--out", str(out), "--json"]) == 0
    assert pl.read_csv(out).columns == COLUMNS
    assert pl.read_csv(tmp_path / "out.csv.rejects.csv")["reason"].to_list()[0] == "dest_country_unknown"
    card = json.loads(capsys.readouterr().out)
    # One parcel of the week never arrived: it has a prediction, and no score.
    assert card["parcels"] == pl.read_csv(out).height - 1
    assert set(card["coverage"]) == {"p50", "p80", "p90", "p95"}
    assert "2024-01" in card["by_month"]
    assert "US>US" in card["by_lane"]


@pytest.mark.parametrize("stage", ["order", "handover"])
def test_a_fitted_model_answers_each_request_in_its_place(
    history_file: Path, tmp_path: Path, stage: str
) -> None:
    model, requests, out = tmp_path / "model", tmp_path / "requests.csv", tmp_path / "out.parquet"
    assert main(["fit", str(history_file), "--out", str(model), "--as-of", "2024-01-20"]) == 0
    pl.read_csv(history_file).tail(9).write_csv(requests)
    assert main(["predict", str(requests), "--model", str(model), "--stage", stage, "--out", str(out)]) == 0
    answers = pl.read_parquet(out)
    assert answers.columns == COLUMNS
    assert answers["shipment_id"].to_list() == pl.read_csv(requests)["shipment_id"].to_list()
    assert answers["p50"].is_null().to_list() == [False] * 7 + [True] * 2


@pytest.mark.parametrize("rows", [0, 10])
def test_next_to_no_history_makes_a_model_that_answers(
    history: pl.DataFrame, tmp_path: Path, rows: int
) -> None:
    few, model, out = tmp_path / "few.csv", tmp_path / "model", tmp_path / "out.csv"
    history.head(rows).write_csv(few)
    history.tail(5).write_csv(tmp_path / "requests.csv")
    assert main(["fit", str(few), "--out", str(model)]) == 0
    assert main(["predict", str(tmp_path / "requests.csv"), "--model", str(model), "--out", str(out)]) == 0
    answers = pl.read_csv(out)
    assert answers["p50"].is_between(1, 20).all()
    assert (answers["p90"] > answers["p50"]).all()
    assert answers["basis"].unique().to_list() == ["service_table"]


def test_requests_about_one_shipment_are_answered_each_by_itself(
    history: pl.DataFrame, tmp_path: Path
) -> None:
    model, requests, out = tmp_path / "model", tmp_path / "requests.csv", tmp_path / "out.csv"
    history.head(0).write_csv(tmp_path / "few.csv")
    main(["fit", str(tmp_path / "few.csv"), "--out", str(model)])
    abroad = pl.when(pl.int_range(4) == 1).then(pl.lit("JP")).otherwise("dest_country").alias("dest_country")
    unknown = pl.when(pl.int_range(4) == 3).then(pl.lit("ZZ")).otherwise(abroad).alias("dest_country")
    asked = history.head(1).select(pl.all().repeat_by(4).explode())
    asked.with_columns(unknown, shipment_id=pl.Series(["A", "A", None, "B"])).write_csv(requests)
    assert main(["predict", str(requests), "--model", str(model), "--out", str(out)]) == 0
    answers = pl.read_csv(out)
    assert answers["shipment_id"].to_list() == ["A", "A", None, "B"]
    assert answers["p50"][0] == answers["p50"][2] < answers["p50"][1]
    refused = pl.read_csv(tmp_path / "out.csv.rejects.csv")
    assert refused.rows() == [(4, "B", "dest_country_unknown")]
    asked.write_csv(requests)
    assert main(["predict", str(requests), "--model", str(model), "--out", str(out)]) == 0
    assert not (tmp_path / "out.csv.rejects.csv").exists()


def test_requests_years_before_or_after_the_fit_are_answered_as_those_of_its_week(
    history: pl.DataFrame, tmp_path: Path
) -> None:
    model, out = tmp_path / "model", tmp_path / "out.csv"
    history.head(150).write_csv(tmp_path / "history.csv")
    main(["fit", str(tmp_path / "history.csv"), "--out", str(model), "--as-of", "2024-01-20"])
    took = []
    for weeks in (20, 52 * 8 + 20, 20 - 52 * 8):
        later = history.head(20).with_columns(pl.col("ordered_at") + timedelta(weeks=weeks))
        later.write_csv(tmp_path / "requests.csv")
        main(["predict", str(tmp_path / "requests.csv"), "--model", str(model), "--out", str(out)])
        took.append(pl.read_csv(out)["p50"])
    assert abs(took[1] - took[0]).mean() < 2
    assert abs(took[2] - took[0]).mean() < 2


def test_times_of_later_stages_are_not_read(history_file: Path, tmp_path: Path) -> None:
    model = tmp_path / "model"
    main(["fit", str(history_file), "--out", str(model)])
    whole = pl.read_csv(history_file).head(20)
    whole.write_csv(tmp_path / "whole.csv")
    absurd = whole.with_columns(
        handed_over_at=pl.lit("1999-01-01T00:00:00"), delivered_at=pl.lit("1999-01-01T00:00:00")
    )
    absurd.write_csv(tmp_path / "absurd.csv")
    for name in ("whole", "absurd"):
        main(
            [
                "predict",
                str(tmp_path / f"{name}.csv"),
                "--model",
                str(model),
                "--out",
                str(tmp_path / f"{name}.out.csv"),
            ]
        )
    assert (tmp_path / "whole.out.csv").read_text() == (tmp_path / "absurd.out.csv").read_text()


def test_what_cannot_be_read_is_said_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = str(tmp_path / "none.csv")
    assert main(["fit", missing, "--out", str(tmp_path / "model")]) == 2
    assert main(["predict", missing, "--model", str(tmp_path), "--out", str(tmp_path / "o.csv")]) == 2
    (tmp_path / "h.csv").write_text(",".join(REQUIRED) + "\n")
    window = ["--from", "2024-01-01", "--to", "2024-01-02"]
    assert main(["backtest", str(tmp_path / "h.csv"), *window, "--out", str(tmp_path)]) == 2
    assert capsys.readouterr().err.count("\n") == 3


def test_the_module_runs_from_the_shell() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "eta_model", "--help"], capture_output=True, text=True, check=True
    )
    assert all(command in done.stdout for command in ("fit", "predict", "backtest"))


def test_answering_needs_no_scikit_learn() -> None:
    code = "import sys, eta_model.artefact, eta_model.quote; sys.exit('sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
