"""The texts that name a parcel's places, service, sender and kind of goods at every level."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from eta_model.journeys import Ints, Journeys
from eta_model.postcodes import code_of, places_of

_INPUTS = (
    "origin_country", "origin_postcode", "dest_country", "dest_postcode", "carrier", "service", "origin_id", "category",
)  # fmt: skip


def place_keys(journeys: Journeys) -> pl.DataFrame:
    """One column per level, one row per parcel."""
    columns = [journeys.frame[name].fill_null("").to_list() for name in _INPUTS]
    weekdays: list[int] = journeys.start_weekday.tolist()
    return pl.DataFrame(
        [level_keys(row[:4], row[4:], weekday) for *row, weekday in zip(*columns, weekdays, strict=True)],
        schema=dict.fromkeys(LEVELS, pl.String),
        orient="row",
    )


LEVELS = (
    "everything", "service", "region", "area", "district", "post", "lane_region", "lane", "lane_district",
    "origin", "sender", "sender_weekday", "category",
)  # fmt: skip


def level_keys(ends: Sequence[str], parcel: Sequence[str], weekday: int) -> tuple[str, ...]:
    """The texts of one parcel, in the order of LEVELS; a narrower level's text implies the wider ones'.

    `ends` are the countries and postcodes of origin and destination, `parcel` its carrier, service, sender
    and category; unknown ones are empty texts.
    """
    origin_country, origin_postcode, dest_country, dest_postcode = ends
    carrier, service, origin_id, category = parcel
    start, end = places_of(origin_country, origin_postcode), places_of(dest_country, dest_postcode)
    by, origin = f"{carrier}|{service}", f"{origin_country} {start.area}"
    sender = f"{origin}|{origin_id or code_of(origin_country, origin_postcode)}"
    return (
        "",
        by,
        f"{by}|{dest_country} {end.region}",
        f"{by}|{dest_country} {end.area}",
        f"{by}|{dest_country} {end.district}",
        f"{by}|{dest_country} {end.post}",
        f"{by}|{origin_country} {start.region}>{dest_country} {end.region}",
        f"{by}|{origin}>{dest_country} {end.area}",
        f"{by}|{origin}>{dest_country} {end.district}",
        origin,
        sender,
        f"{sender}|{weekday}",
        category,
    )


def codes_of(keys: pl.DataFrame) -> dict[str, Ints]:
    """A number for each text, per level; equal texts have equal numbers."""
    return {name: keys[name].rank("dense").to_numpy().astype(np.int64) for name in keys.columns}
