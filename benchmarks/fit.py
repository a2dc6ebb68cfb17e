"""What a fit costs, a walk through a history, and one question asked of the model in process."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from benchmarks import rounds
from benchmarks.lateness import FOLDER
from benchmarks.second_history import START, made_up
from benchmarks.stage import ROOT
from eta_model import artefact, quote
from eta_model.calendars import day_number
from eta_model.hazard import Starts
from eta_model.local_times import local_to_utc
from eta_model.question import Question

PART, MANY, DAYS = 10_000, 100_000, 500
MOST_SECONDS, MOST_MB, MOST_GROWTH = 120.0, 1536.0, 12.0
FIRST, LAST, MOST_WALKING = date(2018, 1, 20), date(2018, 4, 30), 300.0
ASKED = 600
MILLISECONDS = 1e3


def measure() -> list[rounds.Result]:
    """Fit both stages on made-up parcels by the command, ten times as many after the few, and ask the model."""
    with tempfile.TemporaryDirectory(prefix="wpb") as name:
        folder = Path(name)
        parts = [made_up(PART, DAYS, DAYS + 100, seed).history for seed in range(MANY // PART)]
        rows = [part.with_columns(pl.col("shipment_id") + f"-{seed}") for seed, part in enumerate(parts)]
        few, many = (fitted(folder, pl.concat(some)) for some in (rows[:1], rows))
        asked = in_process(folder / "model", rows[0].tail(ASKED))
    detail = {**many, "seconds_for_10,000": few["seconds"], "cpu_seconds_for_10,000": few["cpu_seconds"]}
    growth = many["cpu_seconds"] / few["cpu_seconds"]
    return [
        rounds.at_most(f"seconds to fit on {MANY:,} parcels", many["seconds"], MOST_SECONDS, detail),
        rounds.at_most("megabytes of that fit", many["megabytes"], MOST_MB, detail),
        rounds.at_most("a fit on ten times as many parcels / on as many", growth, MOST_GROWTH, detail),
        *asked,
    ]


def walk() -> list[rounds.Result]:
    """Walk through 23,000 parcels of a real history, fitting again every 28 days; nothing where there is none."""
    if not FOLDER.exists():
        print(f"skipped: there is no delivery history in {FOLDER}")
        return []
    with tempfile.TemporaryDirectory(prefix="wpb") as name:
        out, window = Path(name) / "out.parquet", ("--from", str(FIRST), "--to", str(LAST))
        history, places = FOLDER / "olist_until_2018-05.parquet", FOLDER / "places_br.parquet"
        spent = timed("backtest", str(history), *window, "--places", str(places), "--out", str(out))
        detail = {**spent, "parcels": pl.read_parquet(out).height}
    return [rounds.at_most("seconds to walk through a history", spent["seconds"], MOST_WALKING, detail)]


def fitted(folder: Path, history: pl.DataFrame) -> dict[str, float]:
    path = folder / "history.parquet"
    history.write_parquet(path)
    as_of = str(START + timedelta(DAYS))
    return timed("fit", str(path), "--as-of", as_of, "--out", str(folder / "model"))


def timed(*command: str) -> dict[str, float]:
    """What one of the offline commands costs: seconds, those of a processor, and memory at its most."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "eta_model", *command], cwd=ROOT)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"python -m eta_model {command[0]} failed")
    spent = {"seconds": time.perf_counter() - start, "cpu_seconds": used.ru_utime + used.ru_stime}
    return {name: round(value, 1) for name, value in (spent | {"megabytes": used.ru_maxrss / 1024}).items()}


def in_process(folder: Path, parcels: pl.DataFrame) -> list[rounds.Result]:
    """Medians over questions that the model has not heard before, one at a time."""
    model = artefact.load(folder)
    part = model.stages["order"]
    clock = part.forecaster.clocks.carrier
    questions = [asked(row) for row in parcels.iter_rows(named=True)]

    def features(one: Question) -> Any:
        local = quote._local(one.started_at, one.origin_country, one.origin_postcode)
        return quote._features(model, part, [one], [local], [quote._keys(one, local)])

    def shares(one: tuple[Question, Any]) -> Any:
        rows = clock.rows([(one[0].carrier, one[0].dest_country)])
        start = np.array([day_number(one[0].ordered_at.date())])
        told = part.forecaster.shares(Starts(clock, rows, start), one[1], np.zeros(1, np.int64))
        return part.recalibration.apply(told)

    pairs = [(one, features(one)) for one in questions]
    return [
        rounds.at_most("milliseconds for the features of a question", median(features, questions), 0.3, {}),
        rounds.at_most("milliseconds for its distribution", median(shares, pairs), 0.5, {}),
    ]


def median(work: Callable[[Any], Any], several: Iterable[Any]) -> float:
    taken = []
    for one in several:
        start = time.perf_counter()
        work(one)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * MILLISECONDS


def asked(row: dict[str, Any]) -> Question:
    """A parcel of the history as it would be asked for when it was ordered."""
    ordered = local_to_utc(pl.Series([row["ordered_at"]]), pl.Series(["America/New_York"]))[0]
    return Question(
        row["origin_country"],
        row["origin_postcode"],
        row["dest_country"],
        row["dest_postcode"],
        ordered,
        carrier=row["carrier"],
        service=row["service"],
        origin_id=row["origin_id"],
    )
