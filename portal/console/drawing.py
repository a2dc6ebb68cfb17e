"""Where lines and bars go on a canvas, whose y axis points down."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, MARGIN = 320, 150, 6
STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Line:
    """Dots of one line in its look; None where there is nothing to show."""

    look: str
    dots: list[tuple[float, float]]

    @property
    def points(self) -> str:
        """As a polyline takes them."""
        return " ".join(f"{x},{y}" for x, y in self.dots)


def top(values: Sequence[float | None], least: float) -> float:
    """The round number that the axis ends at: at least `least`, and no lower than any value."""
    highest = max([value for value in values if value is not None], default=0)
    if highest <= least:
        return least
    scale = 1.0
    while scale * STEPS[-1] < highest:
        scale *= 10
    return next(scale * step for step in STEPS if scale * step >= highest)


def line(look: str, places: Sequence[int], values: Sequence[float | None], of: int, ceiling: float) -> Line:
    """The dots of values at their places among `of` that stand side by side."""
    inner = WIDTH - 2 * MARGIN
    dots = [
        (
            round(MARGIN + place * inner / max(of - 1, 1), 1),
            round(HEIGHT - value / ceiling * (HEIGHT - MARGIN), 1),
        )
        for place, value in zip(places, values, strict=True)
        if value is not None
    ]
    return Line(look, dots)


def width(value: float | None, ceiling: float) -> float:
    """How far a bar reaches, of 100."""
    return round(min((value or 0) / ceiling, 1) * 100, 1) if ceiling else 0
