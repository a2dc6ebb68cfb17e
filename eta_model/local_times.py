"""Columns of times, each row in a zone of its own, brought to UTC and back."""

import polars as pl


def local_to_utc(times: pl.Series, zones: pl.Series) -> pl.Series:
    """Read naive wall-clock times of many zones as UTC instants.

    An hour that a daylight-saving change skips moves an hour on; one that it repeats is the earlier.
    """
    frame = pl.DataFrame({"time": times.cast(pl.Datetime("us")), "zone": zones}).with_row_index("row")
    parts = []
    for (zone,), part in frame.group_by("zone"):
        aware = _aware(pl.col("time"), str(zone))
        later = _aware(pl.col("time").dt.offset_by("1h"), str(zone))
        parts.append(part.select("row", utc=pl.coalesce(aware, later).dt.convert_time_zone("UTC")))
    if not parts:
        return pl.Series("utc", [], dtype=pl.Datetime("us", "UTC"))
    return pl.concat(parts).sort("row")["utc"]


def _aware(time: pl.Expr, zone: str) -> pl.Expr:
    return time.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")


def utc_to_local(times: pl.Series, zones: pl.Series) -> pl.Series:
    """The wall-clock times (naive) that UTC instants show in each row's zone."""
    frame = pl.DataFrame({"time": times, "zone": zones}).with_row_index("row")
    parts = [
        part.select("row", local=pl.col("time").dt.convert_time_zone(str(zone)).dt.replace_time_zone(None))
        for (zone,), part in frame.group_by("zone")
    ]
    if not parts:
        return pl.Series("local", [], dtype=pl.Datetime("us"))
    return pl.concat(parts).sort("row")["local"]
