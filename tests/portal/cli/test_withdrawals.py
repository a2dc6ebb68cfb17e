"""The log of withdrawals from the prompt."""

import csv
import json
from datetime import timedelta
from io import StringIO

import pytest
from click.testing import CliRunner
from flask import Flask

from commerce import merchants
from commerce.clock import at, now
from commerce.merchants import Known
from portal.cli import withdrawals as cli
from tests.builders import make_line, make_merchant
from tests.returns.withdrawal.shop import pack, waiting, withdraw


@pytest.fixture(autouse=True)
def shop(app: Flask) -> Known:
    merchant = make_merchant()
    known = merchants.fresh_by_id(merchant.id)
    assert known
    lines = (make_line(title="=HYPERLINK()"), make_line("L2", quantity=1))
    pack(waiting(merchant, "1001", *lines), L1=1)
    waiting(merchant, "1002")
    with at(now() - timedelta(days=3)):
        withdraw(known, "1001", L1=2, L2=1)
    withdraw(known, "1002")
    return known


def export(*more: str) -> str:
    return CliRunner().invoke(cli.group, ["export", "acme", *more], catch_exceptions=False).stdout


def test_each_line_withdrawn_from_has_a_row_the_first_made_first() -> None:
    rows = list(csv.DictReader(StringIO(export())))
    assert [(row["order"], row["line"], row["quantity"], row["cancelled_quantity"]) for row in rows] == [
        ("1001", "L1", "2", "1"),
        ("1001", "L2", "1", "1"),
        ("1002", "L1", "2", "2"),
    ]
    assert (rows[0]["name"], rows[0]["email"], rows[0]["return"][:4]) == ("Ada L", "ada@example.com", "ret_")
    assert rows[0]["statement"] == "I withdraw from the contract."


def test_no_spreadsheet_takes_a_title_for_a_formula() -> None:
    assert next(csv.DictReader(StringIO(export())))["title"] == "'=HYPERLINK()"


def test_programs_get_one_document_as_it_is() -> None:
    told = json.loads(export("--json"))["data"]
    assert (len(told), told[0]["title"], told[0]["quantity"]) == (3, "=HYPERLINK()", 2)


def test_it_may_begin_at_a_day() -> None:
    yesterday = (now() - timedelta(days=1)).date().isoformat()
    assert [row["order"] for row in csv.DictReader(StringIO(export("--since", yesterday)))] == ["1002"]
