"""The features that a forecast needs, looked up for a few questions at a time in little time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eta_model.features.families import DURATION_FAMILIES, EXCESS_FAMILIES
from eta_model.features.keys import LEVELS
from eta_model.features.pace import PACE_LEVELS, PACE_WINDOWS
from eta_model.features.rolling import WINDOWS
from eta_model.features.snapshot import NO_BACKLOG, Snapshot
from eta_model.journeys import Floats, Ints
from eta_model.ladder import ENOUGH, LAST_RUNG, RUNGS


@dataclass(frozen=True)
class Table:
    """A table of a snapshot: by which level's text it is looked in, which of its columns are wanted, their names.

    Of a place that it does not know `missing` holds, or without that what the table before told.
    """

    name: str
    level: int
    columns: list[int]
    names: list[str]
    missing: tuple[float, ...] | None


@dataclass(frozen=True)
class Block:
    """Tables of one level that know the same places, side by side: `rows` by text, row 0 for all others."""

    level: int
    rows: dict[str, int]
    values: list[Floats]


@dataclass(frozen=True)
class Step:
    """Where a table's columns stand in its block, and where else they are taken from: a block and columns there."""

    block: int
    columns: list[int]
    missing: list[int] | None


class Lookup:
    """The wanted features of a snapshot, laid out so that those of a few questions are found in little time."""

    def __init__(self, snapshot: Snapshot, names: tuple[str, ...]) -> None:
        """Raises ValueError for a name that is no feature of a place."""
        tables = list(_tables_for(names))
        told = [name for table in tables for name in table.names]
        self._wanted = np.array([told.index(name) for name in names], np.int64)
        blocks, places = _blocks([(table, snapshot.tables.get(table.name, {})) for table in tables])
        usual = [value for table in tables for value in table.missing or ()]
        laid = [np.concatenate(block.values, axis=1) for block in blocks]
        # All values one after the other, the usual ones first: they stand in for a block that begins there.
        self._values = np.concatenate([usual, *map(np.ravel, laid)])
        firsts = (len(usual) + np.cumsum([0, *(values.size for values in laid)])[:-1]).tolist()
        self._blocks = [
            (_starts(block.rows, first, values.shape[1]).get, block.level, first)
            for block, values, first in zip(blocks, laid, firsts, strict=True)
        ]
        self._unknown = np.array([*firsts, 0])
        numbers = iter(range(len(usual)))
        self._steps = [
            Step(block, columns, [next(numbers) for _ in table.missing] if table.missing else None)
            for table, (block, columns) in zip(tables, places, strict=True)
        ]
        self._ways: dict[bytes, Ints] = {}

    def rows(self, keys: Sequence[tuple[str, ...]]) -> Floats:
        """One row per question, whose places are told by `keys` (texts in the order of LEVELS)."""
        blocks = self._blocks
        starts = np.array(
            [[find(texts[level], first) for find, level, first in blocks] + [0] for texts in keys]
        )
        ways = np.array([self._way(known.tobytes()) for known in starts != self._unknown])
        each = np.arange(len(starts))[:, None]
        return np.asarray(self._values[starts[each, ways[:, 0]] + ways[:, 1]])

    def _way(self, pattern: bytes) -> Ints:
        """Where the wanted features are if a pattern's blocks know the place: their blocks, and columns in them."""
        if pattern not in self._ways:
            found: list[tuple[int, int]] = []
            here: list[tuple[int, int]] = []
            for step in self._steps:
                if pattern[step.block]:
                    here = [(step.block, column) for column in step.columns]
                elif step.missing:
                    here = [(-1, column) for column in step.missing]
                found += here
            self._ways[pattern] = np.array(found)[self._wanted].T
        return self._ways[pattern]


def _starts(rows: Mapping[str, int], first: int, width: int) -> dict[str, int]:
    """Where the values of each text's row begin."""
    return {text: first + row * width for text, row in rows.items()}


def _tables_for(names: tuple[str, ...]) -> Iterator[Table]:
    """The tables to look in one after the other."""
    for family in (*DURATION_FAMILIES, *EXCESS_FAMILIES):
        chain = [level for level, _ in family.levels]
        told = {level: [f"{family.name}_{level}_{window}" for window in WINDOWS] for level in chain}
        last = max((place for place, level in enumerate(chain) if {*told[level]} & {*names}), default=-1)
        kept = [place for place in range(len(WINDOWS)) if {told[level][place] for level in chain} & {*names}]
        for place, level in enumerate(chain[: last + 1]):
            columns = [told[level][window] for window in kept]
            missing = None if place else (family.usual,) * len(kept)
            yield Table(f"{family.name}/{level}", LEVELS.index(level), kept, columns, missing)
    for place, level in enumerate(PACE_LEVELS):
        columns = [f"pace_{level}_{window}" for window in PACE_WINDOWS]
        missing = None if place else (0.0,) * len(columns)
        yield Table(f"pace/{level}", LEVELS.index(level), [*range(len(columns))], columns, missing)
    yield Table("backlog", LEVELS.index("sender"), [0, 1], ["backlog_days", "backlog_age"], NO_BACKLOG)


def _blocks(
    tables: Sequence[tuple[Table, Mapping[str, Floats]]],
) -> tuple[list[Block], list[tuple[int, list[int]]]]:
    """The tables as few blocks; for each its block's number and its columns there."""
    blocks: list[Block] = []
    places = []
    for table, told in tables:
        alike = (block for block in blocks if block.level == table.level and block.rows.keys() == told.keys())
        block = next(alike, None)
        if block is None:
            block = Block(table.level, {text: row for row, text in enumerate(told, 1)}, [])
            blocks.append(block)
        values = np.zeros((1 + len(told), len(table.columns)))
        if told:
            values[1:] = np.array([told[text] for text in block.rows])[:, table.columns]
        before = sum(part.shape[1] for part in block.values)
        block.values.append(values)
        places.append((blocks.index(block), [*range(before, before + values.shape[1])]))
    return blocks, places


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
