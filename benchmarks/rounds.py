"""Two ways of doing a thing, measured in turn within one run."""

import statistics
from collections.abc import Callable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Result:
    """One promise: what was measured, and whether it holds. `wanted` is a sentence; figures are medians."""

    name: str
    value: float
    wanted: str
    holds: bool
    detail: dict[str, float]

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def ratio(
    ours: Callable[[], float], bare: Callable[[], float], rounds: int = 7
) -> tuple[float, dict[str, float]]:
    """The median of ours/bare over pairs measured in turn, after one pair that warms up and does not count."""
    ours(), bare()
    pairs = [(ours(), bare()) for _ in range(rounds)]
    ratios = [mine / theirs for mine, theirs in pairs]
    detail = {
        "ours_per_second": round(statistics.median(mine for mine, _ in pairs), 1),
        "bare_per_second": round(statistics.median(theirs for _, theirs in pairs), 1),
        "lowest": round(min(ratios), 3),
        "highest": round(max(ratios), 3),
        "rounds": rounds,
    }
    return statistics.median(ratios), detail


def at_least(name: str, value: float, floor: float, detail: dict[str, float]) -> Result:
    return Result(name, round(value, 3), f"at least {floor}", value >= floor, detail)


def at_most(name: str, value: float, ceiling: float, detail: dict[str, float]) -> Result:
    return Result(name, round(value, 3), f"at most {ceiling}", value <= ceiling, detail)
