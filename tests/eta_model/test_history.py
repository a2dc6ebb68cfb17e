"""A broken row is refused or flagged with a reason; the rest of the file serves."""

import gzip
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from eta_model.history import HistoryError, check_history, read_history

ROW: dict[str, Any] = {
    "shipment_id": "S1",
    "ordered_at": "2024-05-01T10:00:00",
    "handed_over_at": "2024-05-02T10:00:00",
    "delivered_at": "2024-05-04T10:00:00",
    "origin_country": "US",
    "origin_postcode": "07001",
    "dest_country": "US",
    "dest_postcode": "94103",
}


def checked(**changes: Any) -> Any:
    return check_history(pl.DataFrame([{**ROW, **changes}]))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"shipment_id": " "}, "shipment_id_missing"),
        ({"ordered_at": None}, "ordered_at_missing"),
        ({"ordered_at": "yesterday"}, "ordered_at_unreadable"),
        ({"ordered_at": "2875-01-01T00:00:00"}, "ordered_at_absurd"),
        ({"dest_country": "ZZ"}, "dest_country_unknown"),
        ({"origin_country": None}, "origin_country_unknown"),
        ({"delivered_at": "yes"}, "delivered_at_unreadable"),
        ({"delivered_at": "2024-04-30T10:00:00"}, "delivered_before_ordered"),
        ({"delivered_at": "2024-05-01T12:00:00+09:00"}, "delivered_before_ordered"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(changes: dict[str, Any], reason: str) -> None:
    assert checked(**changes).rejects.rows() == [(1, changes.get("shipment_id", "S1"), reason)]


@pytest.mark.parametrize(
    ("changes", "column", "flag"),
    [
        ({"handed_over_at": "2024-04-20T10:00:00"}, "handed_over_at", "handed_over_before_ordered"),
        ({"handed_over_at": "2024-05-05T10:00:00"}, "handed_over_at", "handed_over_after_delivered"),
        ({"handed_over_at": "soon"}, "handed_over_at", "handed_over_at_unreadable"),
        ({"delivered_at": "2875-05-05T10:00:00"}, "delivered_at", "delivered_absurdly_late"),
    ],
)
def test_what_is_doubtful_is_left_out_and_flagged(changes: dict[str, Any], column: str, flag: str) -> None:
    history = checked(**changes)
    assert history.parcels[column].to_list() == [None]
    assert flag in history.parcels["flags"][0]
    assert history.rejects.is_empty()


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2024-05-01T10:00:00", 14),
        ("2024-05-01 10:00", 14),
        ("2024-05-01T10:00:00.250", 14),
        ("2024-05-01T10:00:00Z", 10),
        ("2024-05-01t10:00:00z", 10),
        ("2024-05-01 10:00:00-03", 13),
        ("2024-05-01T10:00:00-07:00", 17),
    ],
)
def test_naive_times_are_the_origin_s_and_others_say_theirs(text: str, hour: int) -> None:
    assert checked(ordered_at=text).parcels["ordered_at"][0].hour == hour


def test_a_repeated_shipment_is_kept_once() -> None:
    history = check_history(pl.DataFrame([ROW, ROW]))
    assert history.parcels.height == 1
    assert history.rejects["reason"].to_list() == ["shipment_id_repeated"]


def test_numbers_that_are_none_become_blanks() -> None:
    assert checked(weight_g="heavy", price="nan").parcels.select("weight_g", "price").row(0) == (None, None)


def test_csv_and_parquet_say_the_same(tmp_path: Path) -> None:
    table = pl.DataFrame([{**ROW, "ordered_at": datetime(2024, 5, 1, 10), "delivered_at": None}])
    table.write_csv(tmp_path / "h.csv")
    table.write_parquet(tmp_path / "h.parquet")
    first, second = (read_history(tmp_path / name).parcels for name in ("h.csv", "h.parquet"))
    assert first.equals(second)
    assert first["ordered_at"].to_list() == [datetime(2024, 5, 1, 14, tzinfo=UTC)]


def test_a_file_without_a_required_column_is_refused(tmp_path: Path) -> None:
    pl.DataFrame([ROW]).drop("dest_postcode").write_csv(tmp_path / "h.csv")
    with pytest.raises(HistoryError, match="dest_postcode"):
        read_history(tmp_path / "h.csv")


@pytest.mark.parametrize("name", ["none.csv", "empty.csv", "none.parquet"])
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty.csv").touch()
    with pytest.raises(HistoryError):
        read_history(tmp_path / name)


def test_a_file_with_only_a_header_is_an_empty_history(tmp_path: Path) -> None:
    (tmp_path / "h.csv").write_text(",".join(ROW) + "\n")
    assert read_history(tmp_path / "h.csv").parcels.height == 0


def test_a_time_of_blanks_is_not_known() -> None:
    history = checked(delivered_at="  ", handed_over_at=" ")
    assert history.parcels.select("delivered_at", "handed_over_at", "flags").row(0) == (None, None, "")


@pytest.mark.parametrize("postcode", ["T2X 1V4", "t2x1v4", " T2X1V4"])
def test_a_postcode_tells_its_time_zone_in_any_spelling(postcode: str) -> None:
    history = checked(origin_country="CA", origin_postcode=postcode)
    assert history.parcels["origin_zone"].to_list() == ["America/Edmonton"]


@pytest.mark.parametrize("name", ["h.csv", "h.csv.gz"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_quotation_mark_without_a_partner_spoils_its_own_row_alone(
    tmp_path: Path, name: str, end: str
) -> None:
    rows = [{**ROW, "shipment_id": f"S{number}"} for number in range(9)]
    header, *lines = pl.DataFrame(rows).write_csv().splitlines()
    lines[2], lines[5], lines[7] = (
        f'"{lines[2]}',
        lines[5].replace("US", '"US', 1),
        lines[7].replace("S7", 'S"7'),
    )
    text = (end.join([header, *lines]) + end).encode()
    (tmp_path / name).write_bytes(gzip.compress(text) if name.endswith("gz") else text)
    history = read_history(tmp_path / name)
    assert history.parcels["shipment_id"].to_list() == ["S0", "S1", "S3", "S4", "S6", 'S"7', "S8"]
    assert history.rejects["row"].to_list() == [3, 6]
