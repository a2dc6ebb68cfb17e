"""Reading a delivery history: one row per parcel, checked row by row.

What cannot be true of a parcel is refused with a reason; what is only doubtful (a hand-over after the
delivery, a delivery centuries ahead) is left out of the row and flagged, and the rest of the row serves.
"""

import csv
import gzip
import re
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import polars as pl
from babel.core import get_global

from eta_model.local_times import local_to_utc
from eta_model.zones import zone_of

REQUIRED = (
    "shipment_id", "ordered_at", "origin_country", "origin_postcode", "dest_country", "dest_postcode",
)  # fmt: skip
TIMES = ("ordered_at", "handed_over_at", "delivered_at")
TEXTS = ("carrier", "service", "origin_id", "category")
NUMBERS = ("weight_g", "volume_cm3", "price", "items", "freight")
LONGEST_DAYS = 400
_GZIP = b"\x1f\x8b"
COUNTRIES = frozenset(get_global("territory_zones")) - {"ZZ"}


class HistoryError(ValueError):
    """The file as a whole cannot be read as a delivery history."""


@dataclass(frozen=True)
class History:
    """Parcels in the order of the file, and the rows refused (`row`, `shipment_id`, `reason`).

    Times are UTC instants; `origin_zone` and `dest_zone` name the zones they are shown in; `flags`
    says what was left out of a row, empty when nothing was.
    """

    parcels: pl.DataFrame
    rejects: pl.DataFrame


def read_table(path: Path) -> pl.DataFrame:
    """A CSV (gz too) with every column as text, or a Parquet file with its own types.

    Raises HistoryError when the file is missing, empty or no table.
    """
    try:
        if path.suffix == ".parquet":
            return pl.read_parquet(path)
        try:
            return pl.read_csv(path, infer_schema=False, truncate_ragged_lines=True, encoding="utf8-lossy")
        except pl.exceptions.ComputeError:
            return _line_by_line(path)
    except (OSError, csv.Error, pl.exceptions.PolarsError) as error:
        raise HistoryError(f"{path} cannot be read as a table: {error}") from error


def _line_by_line(path: Path) -> pl.DataFrame:
    """The same of a CSV in which some quotation marks have no partner: they spoil no more than their own lines."""
    content = path.read_bytes()
    if content.startswith(_GZIP):
        content = gzip.decompress(content)
    lines = re.split(r"\r\n?|\n", content.decode("utf-8-sig", "replace").rstrip("\r\n"))
    header, *rows = ([text or None for text in next(csv.reader([line]), [])] for line in lines)
    columns = zip_longest(*(row[: len(header)] for row in [header, *rows]))
    return pl.DataFrame({name: pl.Series(values, dtype=pl.String) for name, *values in columns})


def read_history(path: Path) -> History:
    """Read and check the file; raises HistoryError when a required column is missing."""
    return check_history(read_table(path))


def check_history(table: pl.DataFrame) -> History:
    """Sort the table's rows into parcels and rejects."""
    missing = [name for name in REQUIRED if name not in table.columns]
    if missing:
        raise HistoryError(f"the history lacks the columns {', '.join(missing)}")
    frame = _with_times(_typed(table))
    reason = _reason()
    judged = frame.with_columns(reason=reason)
    rejects = judged.filter(pl.col("reason") != "").select("row", "shipment_id", "reason")
    kept = judged.filter(pl.col("reason") == "").drop("reason")
    return History(_without_doubtful(kept), rejects)


def _typed(table: pl.DataFrame) -> pl.DataFrame:
    columns = []
    for name in (*REQUIRED, *TIMES[1:], *TEXTS, *NUMBERS, "promised_on"):
        column = table[name] if name in table.columns else pl.Series(name, [None] * table.height)
        columns.append(_as_wanted(name, column).alias(name))
    frame = pl.DataFrame(columns).with_row_index("row", offset=1)
    upper = [pl.col(c).str.strip_chars().str.to_uppercase() for c in ("origin_country", "dest_country")]
    return frame.with_columns(*upper, *(pl.col(n).fill_nan(None) for n in NUMBERS))


def _as_wanted(name: str, column: pl.Series) -> pl.Series:
    if name in NUMBERS:
        return column.cast(pl.Float64, strict=False)
    if name == "promised_on":
        return _date(column)
    if name in TIMES:
        return column if column.dtype.is_temporal() else _without_blanks(column.cast(pl.String, strict=False))
    return column.cast(pl.String, strict=False)


def _without_blanks(texts: pl.Series) -> pl.Series:
    return texts.str.strip_chars().replace("", None)


def _date(column: pl.Series) -> pl.Series:
    if column.dtype.is_temporal():
        return column.cast(pl.Date)
    return column.cast(pl.String, strict=False).str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)


def _with_times(frame: pl.DataFrame) -> pl.DataFrame:
    for end in ("origin", "dest"):
        places = frame.select(f"{end}_country", f"{end}_postcode").rows()
        zones = [zone_of(country or "", postcode or "") for country, postcode in places]
        frame = frame.with_columns(pl.Series(f"{end}_zone", zones, dtype=pl.String))
    return frame.with_columns(
        *(_instants(frame[name], frame["origin_zone"]).alias(name) for name in TIMES),
        *(frame[name].is_not_null().alias(f"{name}_given") for name in TIMES),
    )


def _instants(times: pl.Series, zones: pl.Series) -> pl.Series:
    if isinstance(times.dtype, pl.Datetime) and times.dtype.time_zone:
        return times.dt.convert_time_zone("UTC").cast(pl.Datetime("us", "UTC"))
    if times.dtype.is_temporal():
        return local_to_utc(times, zones)
    text = times.str.replace(r"[ t]", "T").str.replace(r"[zZ]$", "+00:00")
    offset = text.str.contains(r"T.*[+-]\d{2}(:?\d{2})?$")
    aware = text.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%#z", time_unit="us", time_zone="UTC", strict=False)
    local = pl.select(
        pl.coalesce(
            text.str.to_datetime(form, time_unit="us", strict=False)
            for form in ("%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d")
        )
    ).to_series()
    frame = pl.DataFrame({"offset": offset, "aware": aware, "local": local_to_utc(local, zones)})
    return frame.select(pl.when("offset").then("aware").otherwise("local")).to_series()


def _reason() -> pl.Expr:
    """The first rule a row breaks, as a word; empty when it breaks none."""
    ordered, delivered = pl.col("ordered_at"), pl.col("delivered_at")
    rules: list[tuple[pl.Expr, str]] = [
        (pl.col("shipment_id").fill_null("").str.strip_chars() == "", "shipment_id_missing"),
        (
            pl.col("shipment_id").is_duplicated() & ~pl.col("shipment_id").is_first_distinct(),
            "shipment_id_repeated",
        ),
        (~pl.col("ordered_at_given"), "ordered_at_missing"),
        (ordered.is_null(), "ordered_at_unreadable"),
        (~ordered.dt.year().is_between(2000, 2100), "ordered_at_absurd"),
        (~pl.col("origin_country").is_in(COUNTRIES).fill_null(False), "origin_country_unknown"),
        (~pl.col("dest_country").is_in(COUNTRIES).fill_null(False), "dest_country_unknown"),
        (delivered.is_null() & pl.col("delivered_at_given"), "delivered_at_unreadable"),
        ((delivered < ordered).fill_null(False), "delivered_before_ordered"),
    ]
    verdict = pl.lit("")
    for broken, word in reversed(rules):
        verdict = pl.when(broken).then(pl.lit(word)).otherwise(verdict)
    return verdict


def _without_doubtful(frame: pl.DataFrame) -> pl.DataFrame:
    ordered, handed, delivered = (pl.col(name) for name in TIMES)
    latest = ordered.dt.offset_by(f"{LONGEST_DAYS}d")
    doubts: dict[str, list[tuple[pl.Expr, str]]] = {
        "handed_over_at": [
            (handed.is_null() & pl.col("handed_over_at_given"), "handed_over_at_unreadable"),
            (handed < ordered, "handed_over_before_ordered"),
            (handed > delivered, "handed_over_after_delivered"),
            (handed > latest, "handed_over_absurdly_late"),
        ],
        "delivered_at": [
            (delivered > latest, "delivered_absurdly_late"),
        ],
    }
    flags = [
        pl.when(doubt.fill_null(False)).then(pl.lit(word))
        for column in doubts.values()
        for doubt, word in column
    ]
    return frame.with_columns(
        *(
            pl.when(~pl.any_horizontal(doubt.fill_null(False) for doubt, _ in column)).then(name).alias(name)
            for name, column in doubts.items()
        ),
        flags=pl.concat_str(flags, separator=",", ignore_nulls=True),
    ).drop([f"{name}_given" for name in TIMES])
