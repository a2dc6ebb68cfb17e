"""Whether a new model may take the place of the one that serves, judged on the same past weeks.

The new model has learnt from those weeks, so a twin stands in for it: a lighter one, fit on what was known
before them. Its rival is a model that served and is no younger than the twin; where there is none, plain
quantiles of the weeks before must be beaten, and the new model itself is held against the serving one on
weeks that both have seen. All answer every parcel from where they stood, as serving does between fits.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import polars as pl

from eta_model.forecaster import FitSettings
from eta_model.model import Model, fit_model
from eta_model.places import Gazetteer
from eta_model.plausibility import without_impossible
from eta_model.scorecard import LEVELS, details, pinball, scorecard, scored

LEAST_ARRIVALS = 300  # as many as a fit needs

WEEKS = timedelta(days=28)
LIGHTER = FitSettings(most_parcels=20_000, trees=60)
ARRIVED_SHARE = 0.975
SOONEST, LATEST = 7, 42
LEAST_PARCELS = 50
TOLERANCE = 1.02
# On weeks that both saw, the older one's tables lie closer to them; only a gross fault is told by that.
SEEN_TOLERANCE = 1.25


@dataclass(frozen=True)
class Weeks:
    """The dates of order that both are judged on, both included."""

    first: date
    last: date


@dataclass(frozen=True)
class Sides:
    """The new model, the one that serves if any, and one that served and had not seen the weeks if any."""

    candidate: Model
    serving: Model | None = None
    unseen: Model | None = None


@dataclass(frozen=True)
class Verdict:
    """Whether the new model is fit to serve, and why in a sentence; losses are mean pinball in days."""

    passed: bool
    reason: str
    candidate: float | None = None
    rival: float | None = None


def weeks_before(parcels: pl.DataFrame, as_of: date) -> Weeks:
    """The four weeks before `as_of` of which nearly all parcels must have arrived by then."""
    took = parcels.filter(pl.col("delivered_at").is_not_null()).select(
        ((pl.col("delivered_at") - pl.col("ordered_at")).dt.total_hours() / 24).quantile(ARRIVED_SHARE)
    )
    longest = took.item()
    days = SOONEST if longest is None else min(max(int(longest) + 1, SOONEST), LATEST)
    last = as_of - timedelta(days=days + 1)
    return Weeks(last - WEEKS + timedelta(days=1), last)


def known_before(parcels: pl.DataFrame, day: date) -> pl.DataFrame:
    """The parcels as they stood at the midnight (UTC) that `day` began with."""
    midnight = pl.lit(datetime.combine(day, time())).dt.replace_time_zone("UTC")
    return parcels.filter(pl.col("ordered_at") < midnight).with_columns(
        pl.when(pl.col(name) < midnight).then(name).alias(name) for name in ("handed_over_at", "delivered_at")
    )


def asked_in(parcels: pl.DataFrame, weeks: Weeks) -> pl.DataFrame:
    """The parcels ordered in the weeks (dates of UTC)."""
    return parcels.filter(pl.col("ordered_at").dt.date().is_between(weeks.first, weeks.last))


def hold(parcels: pl.DataFrame, weeks: Weeks, gazetteer: Gazetteer, sides: Sides) -> dict[str, Any]:
    """The contest as a document: the weeks, the twin's scorecard and its `details`, losses in days, the verdict."""
    parcels = without_impossible(parcels, gazetteer)
    asked, before = asked_in(parcels, weeks), known_before(parcels, weeks.first)
    card: dict[str, Any] = {"parcels": 0}
    told = Verdict(True, "too little history before those weeks to tell")
    if before["delivered_at"].count() >= LEAST_ARRIVALS:
        twin = fit_model(before, weeks.first, gazetteer, LIGHTER, wanted=("order",))
        rows = scored(twin.predict(asked, "order"), asked, "order")
        card = {**scorecard(rows), **details(rows)}
        if sides.unseen is not None:
            against, name = sides.unseen.predict(asked, "order"), "the model that served"
        else:
            against, name = plain_quantiles(before, asked), "plain quantiles"
        told = judge(loss(rows), loss(scored(against, asked, "order")), rows.height, name)
    if told.passed and sides.unseen is None and sides.serving is not None:
        seen = held_on_seen(asked, sides.candidate, sides.serving)
        told = told if seen.passed else seen
    return {
        "from": str(weeks.first),
        "to": str(weeks.last),
        "scorecard": card,
        "candidate_pinball_days": told.candidate,
        "rival_pinball_days": told.rival,
        "passed": told.passed,
        "reason": told.reason,
    }


def held_on_seen(asked: pl.DataFrame, candidate: Model, serving: Model) -> Verdict:
    """Whether the new model is not grossly worse than the serving one on weeks that both learnt from."""
    ours, theirs = (scored(model.predict(asked, "order"), asked, "order") for model in (candidate, serving))
    name = "the model that serves, on weeks that both had seen"
    return judge(loss(ours), loss(theirs), ours.height, name, SEEN_TOLERANCE)


def plain_quantiles(before: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    """What a table of past journeys by service and country would answer to each parcel."""
    days = (pl.col("delivered_at") - pl.col("ordered_at")).dt.total_seconds() / 86_400
    levels = [days.quantile(level).alias(name) for name, level in LEVELS.items()]
    arrived = before.filter(pl.col("delivered_at").is_not_null())
    by = ("carrier", "service", "dest_country")
    told = asked.select("shipment_id", *by).join(
        arrived.group_by(by).agg(levels), on=by, how="left", nulls_equal=True
    )
    anywhere = arrived.select(levels)
    return told.select("shipment_id", *(pl.col(name).fill_null(anywhere[name].item()) for name in LEVELS))


def loss(rows: pl.DataFrame) -> float | None:
    """The mean quantile loss over all levels, in days; None without a parcel."""
    told = [rows.select(pinball(name).mean()).item() for name in LEVELS]
    return None if rows.is_empty() else sum(told) / len(told)


def judge(
    candidate: float | None, rival: float | None, parcels: int, name: str, tolerance: float = TOLERANCE
) -> Verdict:
    """Pass what is not worse: a loss of at most `tolerance` times the rival's, whose `name` is told."""
    if candidate is None or rival is None or parcels < LEAST_PARCELS:
        return Verdict(True, f"only {parcels} parcels to judge by, too few to tell", candidate, rival)
    passed = candidate <= rival * tolerance
    word = "not worse than" if passed else "worse than"
    told = f"{word} {name}: {candidate:.3f} against {rival:.3f} days of pinball loss on {parcels} parcels"
    return Verdict(passed, told, candidate, rival)
