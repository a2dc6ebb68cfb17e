"""The features that a forecast needs, looked up for a few questions at a time in little time."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from eta_model.features.families import DURATION_FAMILIES, EXCESS_FAMILIES
from eta_model.features.keys import LEVELS
from eta_model.features.pace import PACE_LEVELS, PACE_WINDOWS
from eta_model.features.rolling import WINDOWS
from eta_model.features.snapshot import NO_BACKLOG, Snapshot
from eta_model.journeys import Floats, Ints
from eta_model.ladder import ENOUGH, LAST_RUNG, RUNGS


@dataclass(frozen=True)
class Step:
    """A table to look in, by which level's text; what it does not know is as the step before had it."""

    table: str
    level: int
    missing: tuple[float, ...] | None


@dataclass(frozen=True)
class Plan:
    """The tables to look in one after the other, and where the wanted features stand in what they say."""

    steps: tuple[Step, ...]
    columns: Ints


@cache
def plan_of(names: tuple[str, ...]) -> Plan:
    """The shortest way to features by their names; raises ValueError for one that is none of the tables'."""
    steps: list[Step] = []
    found: list[str] = []
    for family in (*DURATION_FAMILIES, *EXCESS_FAMILIES):
        chain = [level for level, _ in family.levels]
        told = [[f"{family.name}_{level}_{window}" for window in WINDOWS] for level in chain]
        wanted = [place for place, columns in enumerate(told) if set(columns) & set(names)]
        for place, level in enumerate(chain[: max(wanted, default=-1) + 1]):
            missing = (family.usual,) * len(WINDOWS) if place == 0 else None
            steps.append(Step(f"{family.name}/{level}", LEVELS.index(level), missing))
            found += told[place]
    for place, level in enumerate(PACE_LEVELS):
        missing = (0.0,) * len(PACE_WINDOWS) if place == 0 else None
        steps.append(Step(f"pace/{level}", LEVELS.index(level), missing))
        found += [f"pace_{level}_{window}" for window in PACE_WINDOWS]
    steps.append(Step("backlog", LEVELS.index("sender"), NO_BACKLOG))
    found += ["backlog_days", "backlog_age"]
    return Plan(tuple(steps), np.array([found.index(name) for name in names]))


def looked_up(snapshot: Snapshot, keys: Sequence[tuple[str, ...]], names: tuple[str, ...]) -> Floats:
    """One row per question, whose places are told by `keys` (texts in the order of LEVELS); columns as `names`."""
    plan = plan_of(names)
    tables = [(snapshot.tables.get(step.table, {}), step.level, step.missing) for step in plan.steps]
    rows = []
    for texts in keys:
        row: list[float] = []
        told: Sequence[float] = ()
        for table, level, missing in tables:
            vector = table.get(texts[level])
            if vector is not None:
                told = vector.tolist()
            elif missing is not None:
                told = missing
            row += told
        rows.append(row)
    return np.array(rows)[:, plan.columns]


def rung_of(snapshot: Snapshot, texts: tuple[str, ...]) -> tuple[str, int]:
    """The narrowest rung with enough delivered parcels to the question's place, and how many."""
    for name, level in RUNGS:
        vector = snapshot.tables.get(f"rung/{level}", {}).get(texts[LEVELS.index(level)])
        if vector is not None and vector[0] >= ENOUGH:
            return name, int(vector[0])
    return LAST_RUNG, 0


def known_posts(snapshot: Snapshot) -> frozenset[str]:
    """The postcodes, each after its country and a blank, that any table knows more of than their district."""
    tables = (table for name, table in snapshot.tables.items() if name.endswith("/post"))
    return frozenset(key.rpartition("|")[2] for table in tables for key in table)
