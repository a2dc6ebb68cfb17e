"""How well predictions did, for anyone to read and to compute again."""

from typing import Any

import polars as pl

from eta_model.local_times import utc_to_local

LEVELS = {"p50": 0.5, "p80": 0.8, "p90": 0.9, "p95": 0.95}
_PINBALL = ("p80", "p90", "p95")


def scored(predictions: pl.DataFrame, parcels: pl.DataFrame, stage: str) -> pl.DataFrame:
    """Predictions joined with what happened; parcels that have not arrived are left out.

    Adds `actual` (days from the start), `delivered_on` and `started_on` (the destination's dates), `month`
    of the start, `lane` (the two countries), `carrier` and `promised_on`.
    """
    started = "ordered_at" if stage == "order" else "handed_over_at"
    facts = parcels.filter(pl.col("delivered_at").is_not_null() & pl.col(started).is_not_null())
    facts = facts.select(
        "shipment_id",
        "promised_on",
        actual=(pl.col("delivered_at") - pl.col(started)).dt.total_seconds() / 86_400,
        delivered_on=utc_to_local(facts["delivered_at"], facts["dest_zone"]).dt.date(),
        started_on=utc_to_local(facts[started], facts["dest_zone"]).dt.date(),
        lane=pl.col("origin_country") + ">" + pl.col("dest_country"),
        carrier=pl.col("carrier").fill_null(""),
    )
    return predictions.join(facts, on="shipment_id").with_columns(
        month=pl.col("started_on").dt.strftime("%Y-%m")
    )


def scorecard(rows: pl.DataFrame) -> dict[str, Any]:
    """The figures over all of `scored`'s rows, and by month, lane and carrier."""
    groups = {f"by_{name}": _by(rows, name) for name in ("month", "lane", "carrier")}
    return {**_figures(rows), **groups}


def _by(rows: pl.DataFrame, name: str) -> dict[str, Any]:
    return {
        str(value): _figures(part) for (value,), part in rows.sort(name).group_by(name, maintain_order=True)
    }


def _figures(rows: pl.DataFrame) -> dict[str, Any]:
    """Parcels, mean absolute error of p50 and pinball losses in days; shares from 0 to 1."""
    if rows.is_empty():
        return {"parcels": 0}
    coverage = {name: rows.select((pl.col("actual") <= pl.col(name)).mean()).item() for name in LEVELS}
    off = [abs(coverage[name] - level) for name, level in LEVELS.items()]
    beside = (pl.col("delivered_on") - pl.col("likely_on")).dt.total_days().abs()
    return {
        "parcels": rows.height,
        "mae_days": rows.select((pl.col("actual") - pl.col("p50")).abs().mean()).item(),
        "within_a_day": rows.select((beside <= 1).mean()).item(),
        "pinball_days": {name: rows.select(pinball(name).mean()).item() for name in _PINBALL},
        "coverage": coverage,
        "coverage_error": sum(off) / len(off),
        "promise_kept": rows.select((pl.col("delivered_on") <= pl.col("promise_on")).mean()).item(),
        "promise_days": rows.select(
            (pl.col("promise_on") - pl.col("started_on")).dt.total_days().mean()
        ).item(),
    }


def pinball(name: str) -> pl.Expr:
    """A quantile's loss per parcel, in days."""
    # The quantile loss of Koenker and Bassett, Econometrica 46 (1978).
    miss, level = pl.col("actual") - pl.col(name), LEVELS[name]
    return pl.max_horizontal(level * miss, (level - 1) * miss)


def details(rows: pl.DataFrame) -> dict[str, Any]:
    """What plots are drawn from: `reliability` (share arrived within each quantile, by its level), `by_week`
    (the same of p50 and p90 by the Monday of delivery, with parcels and promises kept), and
    `days_after_promise` (parcels by days from the promise to the delivery, early ones below 0).
    """
    late = (pl.col("delivered_on") - pl.col("promise_on")).dt.total_days().alias("late")
    levels = [name for name in ("p10", *LEVELS) if name in rows.columns]
    weeks = (
        rows.group_by(week=pl.col("delivered_on").dt.truncate("1w").cast(pl.String))
        .agg(
            pl.len().alias("parcels"),
            (pl.col("actual") <= pl.col("p50")).mean().alias("p50"),
            (pl.col("actual") <= pl.col("p90")).mean().alias("p90"),
            (pl.col("delivered_on") <= pl.col("promise_on")).mean().alias("promise_kept"),
        )
        .sort("week")
    )
    return {
        "reliability": {
            str(int(name[1:]) / 100): rows.select((pl.col("actual") <= pl.col(name)).mean()).item()
            for name in levels
        },
        "by_week": weeks.to_dicts(),
        "days_after_promise": {
            str(days): count
            for days, count in rows.select(late).to_series().value_counts().sort("late").iter_rows()
        },
    }
