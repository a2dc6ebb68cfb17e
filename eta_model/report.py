"""A scorecard as one HTML page with its plots drawn inside: it loads nothing and can be mailed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, Template

WIDTH, HEIGHT = 320, 200
FURTHEST = 10  # days from the promise that have a bar of their own


@dataclass(frozen=True)
class Bar:
    """Parcels that came so many days after the promise; `label` names the outer ones' range."""

    days: int
    label: str
    parcels: int
    height: float


def page(title: str, card: Mapping[str, Any]) -> str:
    """The page of a scorecard with its `details` (see `scorecard`)."""
    return template().render(
        title=title,
        card=card,
        width=WIDTH,
        height=HEIGHT,
        reliability=reliability(card.get("reliability") or {}),
        weeks=card.get("by_week") or [],
        lines={
            name: line([week[name] for week in card.get("by_week") or []])
            for name in ("p50", "p90", "promise_kept")
        },
        bars=bars(card.get("days_after_promise") or {}),
        groups={name: card.get(f"by_{name}") or {} for name in ("month", "lane", "carrier")},
    )


@cache
def template() -> Template:
    folder = FileSystemLoader(Path(__file__).parent / "templates")
    return Environment(loader=folder, autoescape=True, trim_blocks=True, lstrip_blocks=True).get_template(
        "scorecard.html"
    )


def reliability(shares: Mapping[str, float | None]) -> list[tuple[float, float]]:
    """Points of said level against arrived share, on the canvas."""
    return [at(float(level), share) for level, share in shares.items() if share is not None]


def line(shares: Sequence[float | None]) -> str:
    """The shares one after the other from left to right, as the points of a polyline."""
    step = 1 / max(len(shares) - 1, 1)
    points = [at(index * step, share) for index, share in enumerate(shares) if share is not None]
    return " ".join(f"{x},{y}" for x, y in points)


def at(x: float, y: float) -> tuple[float, float]:
    """A point of the unit square on the canvas, whose y axis points down."""
    return round(x * WIDTH, 1), round((1 - y) * HEIGHT, 1)


def bars(counts: Mapping[str, int]) -> list[Bar]:
    """A bar for each day around the promise; what lies further out is added to the outermost."""
    gathered = dict.fromkeys(range(-FURTHEST, FURTHEST + 1), 0)
    for days, parcels in counts.items():
        gathered[max(-FURTHEST, min(int(days), FURTHEST))] += parcels
    tallest = max(gathered.values()) or 1
    return [
        Bar(days, label(days), parcels, round(parcels / tallest * HEIGHT, 1))
        for days, parcels in gathered.items()
    ]


def label(days: int) -> str:
    """How a bar is called."""
    if days == 0:
        return "on the promised day"
    further = " or more" if abs(days) == FURTHEST else ""
    return f"{abs(days)}{further} days {'late' if days > 0 else 'early'}"


def summary(card: Mapping[str, Any]) -> str:
    """The figures in a few lines for a prompt."""
    if not card["parcels"]:
        return "No parcel has been scored yet."
    shares = ", ".join(f"{name} {share:.1%}" for name, share in card["coverage"].items())
    return "\n".join(
        (
            f"{card['parcels']} parcels; median off by {card['mae_days']:.2f} days;"
            f" within a day of the likely one {card['within_a_day']:.1%}",
            f"arrived within {shares} (off by {card['coverage_error']:.3f} on average)",
            f"promises kept {card['promise_kept']:.1%}, {card['promise_days']:.1f} days long",
        )
    )
