"""Are shoppers told in time that a parcel will be late, and only then? On a real history, against two plain rules."""

import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks import rounds
from benchmarks.foretold import LONGEST, Foretold, foretell
from eta_model.history import read_history
from eta_model.journeys import Ints
from eta_model.places import read_places
from notifications.delays import Rules

# The history is not shipped; the two files are looked for beside the project.
FOLDER = Path(os.environ.get("BENCH_HISTORY") or Path(__file__).resolve().parents[2] / "shared" / "data")
FIRST, LAST, KNOWN_UNTIL = date(2018, 1, 22), date(2018, 3, 4), date(2018, 4, 29)
PRECISION = 0.70
NEVER = -1


def measure() -> list[rounds.Result]:
    """Precision, recall and days of warning at the default threshold; nothing where there is no history."""
    if not FOLDER.exists():
        print(f"skipped: there is no delivery history in {FOLDER}")
        return []
    parcels = read_history(FOLDER / "olist_until_2018-05.parquet").parcels
    foretold = foretell(parcels, read_places(FOLDER / "places_br.parquet"), FIRST, LAST, KNOWN_UNTIL)
    told = at_threshold(foretold, Rules().threshold)
    ours = recall(foretold, told)
    rivals = {
        "days_passed_recall": best(foretold, (after_days(foretold, days) for days in range(1, LONGEST))),
        "slow_lane_recall": best(foretold, (slow_lanes(foretold, cut) for cut in np.arange(0.02, 0.9, 0.01))),
    }
    detail = {
        "parcels": len(foretold.late),
        "late": int(foretold.late.sum()),
        "told": int((told != NEVER).sum()),
        "threshold": Rules().threshold,
        "recall": round(ours, 3),
        **{name: round(value, 3) for name, value in rivals.items()},
        **others(foretold),
    }
    strongest = max(*rivals.values(), 1e-9)
    return [
        rounds.at_least("predicted late: precision", precision(foretold, told), PRECISION, detail),
        rounds.at_least("predicted late: recall / the best plain rule's", ours / strongest, 2, detail),
        rounds.at_least("predicted late: days of warning (median)", warning(foretold, told), 1, detail),
    ]


def at_threshold(foretold: Foretold, threshold: float) -> Ints:
    """The day on which each parcel's chance first reaches the threshold, or NEVER."""
    reached = foretold.chances >= threshold
    return np.where(reached.any(axis=1), reached.argmax(axis=1), NEVER)


def after_days(foretold: Foretold, days: int) -> Ints:
    """Tell when so many days have passed since the hand-over, the promise still ahead."""
    waits = (foretold.arrived >= days) & (foretold.promised >= days)
    return np.where(waits, days, NEVER)


def slow_lanes(foretold: Foretold, cut: float) -> Ints:
    """Tell those whose lane was late that often, on the day after the hand-over."""
    waits = (foretold.arrived >= 1) & (foretold.promised >= 1)
    return np.where(waits & (foretold.lane_late >= cut), 1, NEVER)


def precision(foretold: Foretold, told: Ints) -> float:
    """The share of those told that were late."""
    warned = told != NEVER
    return float(foretold.late[warned].mean()) if warned.any() else 0.0


def recall(foretold: Foretold, told: Ints) -> float:
    """The share of the late ones that were told."""
    return float((told[foretold.late] != NEVER).mean())


def warning(foretold: Foretold, told: Ints) -> float:
    """The days between the notice and the promised day, of the late ones that were told; their median."""
    right = foretold.late & (told != NEVER)
    return float(np.median((foretold.promised - told)[right]))


def best(foretold: Foretold, rules: Iterable[Ints]) -> float:
    """The highest recall of a rule among its settings that are precise enough."""
    return max(
        (recall(foretold, told) for told in rules if precision(foretold, told) >= PRECISION), default=0.0
    )


def others(foretold: Foretold) -> dict[str, float]:
    """Precision, recall and days of warning at other thresholds."""
    figures: dict[str, float] = {}
    for threshold in (0.6, 0.7, 0.75, 0.8):
        told = at_threshold(foretold, threshold)
        figures[f"precision_at_{threshold}"] = round(precision(foretold, told), 3)
        figures[f"recall_at_{threshold}"] = round(recall(foretold, told), 3)
        figures[f"warning_at_{threshold}"] = warning(foretold, told)
    return figures
