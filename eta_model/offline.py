"""The offline commands: arguments read, files read and written, refusals said plainly."""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl

from eta_model.artefact import ArtefactError, load, save
from eta_model.backtest import Window, backtest
from eta_model.forecaster import FitSettings
from eta_model.history import TIMES, History, HistoryError, check_history, read_history, read_table
from eta_model.journeys import Stage
from eta_model.model import fit_model
from eta_model.places import read_places
from eta_model.scorecard import scorecard, scored
from eta_model.trial import trial

USUAL_REFIT_DAYS = 28


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when done, 2 when a file or an argument cannot be used."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except (HistoryError, ArtefactError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eta_model", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    walk = commands.add_parser("backtest", help="walk forward through a history")
    walk.add_argument("history", type=Path)
    walk.add_argument("--from", dest="first", type=date.fromisoformat, required=True)
    walk.add_argument("--to", dest="last", type=date.fromisoformat, required=True)
    walk.add_argument("--refit-days", type=_refit_days, default=USUAL_REFIT_DAYS)
    walk.add_argument("--stage", choices=("order", "handover"), default="order")
    walk.add_argument("--places", type=Path)
    walk.add_argument("--out", type=Path, required=True)
    walk.add_argument("--json", action="store_true", help="print the scorecard")
    walk.set_defaults(run=_backtest)
    fit = commands.add_parser("fit", help="fit a model on a history")
    fit.add_argument("history", type=Path)
    fit.add_argument("--out", type=Path, required=True)
    fit.add_argument("--as-of", type=_day, help="only what was known at that day's first midnight")
    fit.add_argument("--places", type=Path)
    fit.set_defaults(run=_fit)
    ask = commands.add_parser("predict", help="answer requests with a fitted model")
    ask.add_argument("requests", type=Path)
    ask.add_argument("--model", type=Path, required=True)
    ask.add_argument("--stage", choices=("order", "handover"), default="order")
    ask.add_argument("--out", type=Path, required=True)
    ask.set_defaults(run=_predict)
    return parser


def _day(text: str) -> date:
    return datetime.fromisoformat(text).date()


def _fit(options: argparse.Namespace) -> int:
    history = read_history(options.history)
    as_of = options.as_of or _day_after_last_fact(history.parcels)
    gazetteer = read_places(options.places)
    model = fit_model(history.parcels, as_of, gazetteer, FitSettings())
    save(model, options.out, trial(history.parcels, as_of, gazetteer))
    _write_rejects(history, "order", options.out / "history")
    return 0


def _day_after_last_fact(parcels: pl.DataFrame) -> date:
    """Today where there is no fact at all: such a model knows calendars and the usual durations."""
    facts = parcels.select(pl.max_horizontal(pl.col(*TIMES).max())).item()
    day: date = (facts or datetime.now(UTC) - timedelta(days=1)).date()
    return day + timedelta(days=1)


def _predict(options: argparse.Namespace) -> int:
    stage: Stage = options.stage
    table = read_table(options.requests)
    later = {"order": ("handed_over_at", "delivered_at"), "handover": ("delivered_at",)}[stage]
    # Requests are told apart by their rows: two may be about one shipment.
    rows = pl.int_range(1, table.height + 1, eager=True).cast(pl.String)
    asked = table.drop(name for name in later if name in table.columns)
    if "shipment_id" in table.columns:
        asked = asked.with_columns(shipment_id=rows)
    requests = check_history(asked)
    answers = load(options.model).predict(requests.parcels, stage)
    told = pl.DataFrame({"shipment_id": rows}).join(
        answers, on="shipment_id", how="left", maintain_order="left"
    )
    ids = table["shipment_id"].cast(pl.String)
    _write(told.with_columns(ids), options.out)
    _write_rejects(
        History(_called(requests.parcels, ids), _called(requests.rejects, ids)), stage, options.out
    )
    return 0


def _called(rows: pl.DataFrame, ids: pl.Series) -> pl.DataFrame:
    return rows.with_columns(shipment_id=ids.gather(rows["row"] - 1))


def _refit_days(text: str) -> int:
    if text == "never":
        return 0
    days = int(text)
    if days < 1:
        raise argparse.ArgumentTypeError("a number of days of at least 1, or never")
    return days


def _backtest(options: argparse.Namespace) -> int:
    if options.last < options.first:
        raise HistoryError("--to is before --from")
    history = read_history(options.history)
    stage: Stage = options.stage
    window = Window(options.first, options.last, options.refit_days)
    table = backtest(history.parcels, window, stage, read_places(options.places), FitSettings(), _say)
    _write(table, options.out)
    _write_rejects(history, stage, options.out)
    if options.json:
        card = scorecard(scored(table, history.parcels, stage))
        sys.stdout.write(json.dumps(card, indent=2) + "\n")
    return 0


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


def _write(table: pl.DataFrame, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".parquet":
        table.write_parquet(path)
    else:
        table.write_csv(path)


def _write_rejects(history: History, stage: Stage, out: Path) -> None:
    rejects = history.rejects
    if stage == "handover":
        doubtful = history.parcels.filter(
            pl.col("handed_over_at").is_null() & pl.col("flags").str.starts_with("handed")
        )
        refused = doubtful.select("row", "shipment_id", reason="flags")
        rejects = pl.concat([rejects, refused]).sort("row")
    path = out.with_name(out.name + ".rejects.csv")
    if rejects.is_empty():
        path.unlink(missing_ok=True)
    else:
        rejects.write_csv(path)
