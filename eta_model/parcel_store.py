"""The delivery history in the database: rows come in by thousands and go out as one table."""

import io
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl
from sqlalchemy import text
from sqlalchemy.orm import Session

from commerce.database import transaction
from eta_model.history import NUMBERS, TEXTS, check_history

Source = Literal["import", "shop"]
FACTS = (
    "ordered_at", "handed_over_at", "delivered_at", "promised_on", "origin_country", "origin_postcode",
    "dest_country", "dest_postcode", *TEXTS, *NUMBERS,
)  # fmt: skip
KEY = ("merchant_id", "source", "shipment_id")
LATER = ("handed_over_at", "delivered_at")  # once known, an older file does not make them unknown again
MEMORY_DAYS = 850  # the longest rolling feature before the oldest parcel that is learnt from


@dataclass(frozen=True)
class Stored:
    """How many rows were new, and how many told something new of a parcel that was known."""

    added: int
    changed: int


def add(merchant_id: int, source: Source, parcels: pl.DataFrame) -> Stored:
    """Store checked parcels (see `history.check_history`); the same again adds nothing."""
    rows = parcels.select(
        pl.lit(merchant_id).alias("merchant_id"),
        pl.lit(source).alias("source"),
        *(_storable(name, parcels.schema[name]) for name in ("shipment_id", *FACTS)),
    )
    with transaction() as session:
        cursor = _connection(session).cursor()
        cursor.execute("CREATE TEMP TABLE arriving (LIKE history_parcels INCLUDING DEFAULTS) ON COMMIT DROP")
        with cursor.copy(f"COPY arriving ({_names((*KEY, *FACTS))}) FROM STDIN (FORMAT csv)") as copy:
            copy.write(rows.write_csv(include_header=False).encode())
        fresh = [new for (new,) in cursor.execute(UPSERT).fetchall()]
        cursor.execute("DROP TABLE arriving")
    return Stored(sum(fresh), len(fresh) - sum(fresh))


def _storable(name: str, kind: pl.DataType) -> pl.Expr:
    # PostgreSQL's texts hold every character but this one.
    return pl.col(name).str.replace_all("\0", "", literal=True) if kind == pl.String else pl.col(name)


def _names(columns: tuple[str, ...], table: str = "") -> str:
    return ", ".join(f"{table}{name}" for name in columns)


def _connection(session: Session) -> Any:
    return session.connection().connection.driver_connection


_TOLD = ", ".join(
    f"coalesce(excluded.{name}, history_parcels.{name})" if name in LATER else f"excluded.{name}"
    for name in FACTS
)
UPSERT = f"""
INSERT INTO history_parcels ({_names((*KEY, *FACTS))})
SELECT {_names((*KEY, *FACTS))} FROM arriving
ON CONFLICT (merchant_id, source, shipment_id) DO UPDATE SET ({_names(FACTS)}, updated_at) = ROW({_TOLD}, now())
WHERE ROW({_names(FACTS, "history_parcels.")}) IS DISTINCT FROM ROW({_TOLD})
RETURNING xmax = 0
"""  # noqa: S608 - made of this module's own words


def parcels_of(merchant_id: int) -> pl.DataFrame:
    """A merchant's parcels of the last `MEMORY_DAYS`, checked; its own shipments before imported ones."""
    with transaction() as session, _connection(session).cursor() as cursor:
        newest = cursor.execute(NEWEST, (merchant_id,)).fetchone()
        with cursor.copy(READ, (merchant_id, newest[0])) as copy:
            content = b"".join(copy)
    return check_history(pl.read_csv(io.BytesIO(content), infer_schema=False)).parcels


_AS_TEXT = ", ".join(
    f"to_char({name} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') AS {name}"
    if name.endswith("_at")
    else name
    for name in FACTS
)
NEWEST = "SELECT max(ordered_at) FROM history_parcels WHERE merchant_id = %s"
READ = f"""
COPY (
    SELECT DISTINCT ON (shipment_id) shipment_id, {_AS_TEXT} FROM history_parcels
    WHERE merchant_id = %s AND ordered_at > %s::timestamptz - interval '{MEMORY_DAYS} days'
    ORDER BY shipment_id, source DESC
) TO STDOUT (FORMAT csv, HEADER)
"""  # noqa: S608 - made of this module's own words


def arrivals_by_merchant() -> dict[int, int]:
    """For each merchant with history, how many delivered parcels it has."""
    with transaction() as session:
        return {row.merchant_id: row.arrived for row in session.execute(COUNTS)}


COUNTS = text("SELECT merchant_id, count(delivered_at) AS arrived FROM history_parcels GROUP BY merchant_id")
