"""The rolling features frozen as of one midnight: tables that a question looks its places up in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from eta_model.features.families import DURATION_FAMILIES, EXCESS_FAMILIES
from eta_model.features.pace import PACE_LEVELS, PACE_WINDOWS
from eta_model.features.rolling import WINDOWS, Family
from eta_model.features.source import DatedFacts
from eta_model.journeys import Floats, Ints
from eta_model.ladder import RUNGS

Table = dict[str, Floats]
NO_BACKLOG = (0.0, float("nan"))


@dataclass(frozen=True)
class Snapshot:
    """Vectors by place, for each table: `family/level`, `pace/level`, `backlog`, `rung/level`."""

    day: int
    tables: Mapping[str, Table]

    def at(self, keys: Mapping[str, Sequence[str]]) -> "LookedUp":
        """The source of features for questions at the places named by `keys` (level → one text each)."""
        return LookedUp(self, keys)


@dataclass(frozen=True)
class LookedUp:
    """A snapshot's answers to some questions; a place it does not know takes the wider one's."""

    snapshot: Snapshot
    keys: Mapping[str, Sequence[str]]

    def means(self, family: Family) -> Mapping[str, Floats]:
        chain = [level for level, _ in family.levels]
        return self._down(family.name, chain, np.full(len(WINDOWS), family.usual))

    def paces(self) -> Mapping[str, Floats]:
        return self._down("pace", PACE_LEVELS, np.zeros(len(PACE_WINDOWS)))

    def backlog(self) -> Floats:
        return self._plain("backlog", "sender", np.array(NO_BACKLOG))

    def counts(self) -> dict[str, Ints]:
        """Delivered parcels per rung's level."""
        return {
            level: self._plain(f"rung/{level}", level, np.zeros(1))[:, 0].astype(np.int64)
            for _, level in RUNGS
        }

    def _down(self, name: str, chain: Sequence[str], usual: Floats) -> dict[str, Floats]:
        wider: Sequence[Floats] = [usual] * len(self.keys["everything"])
        levels = {}
        for level in chain:
            table = self.snapshot.tables.get(f"{name}/{level}", {})
            wider = [table.get(key, above) for key, above in zip(self.keys[level], wider, strict=True)]
            levels[level] = np.array(wider).reshape(-1, len(usual))
        return levels

    def _plain(self, name: str, level: str, missing: Floats) -> Floats:
        table = self.snapshot.tables.get(name, {})
        return np.array([table.get(key, missing) for key in self.keys[level]]).reshape(-1, len(missing))


def freeze(facts: DatedFacts, counts: Mapping[str, Ints], keys: pl.DataFrame, day: int) -> Snapshot:
    """Keep one vector per place out of answers that all parcels got on the ledger day `day`."""
    firsts = {level: keys[level].arg_unique().to_numpy() for level in keys.columns}
    names = {level: keys[level].gather(firsts[level]).to_list() for level in keys.columns}

    def table(level: str, columns: Floats) -> Table:
        return dict(zip(names[level], columns[firsts[level]], strict=True))

    tables = {
        f"{family.name}/{level}": table(level, facts.levels[family.name][level])
        for family in (*DURATION_FAMILIES, *EXCESS_FAMILIES)
        for level, _ in family.levels
    }
    tables |= {f"pace/{level}": table(level, facts.pace[level]) for level in PACE_LEVELS}
    tables |= {f"rung/{level}": table(level, counts[level][:, None].astype(np.float64)) for _, level in RUNGS}
    tables["backlog"] = table("sender", facts.backlogs)
    return Snapshot(day, tables)
