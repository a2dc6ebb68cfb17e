"""`waypost insights recount`: the figures as if they had never been counted."""

import json

from click.testing import CliRunner
from flask import Flask

from portal.cli import insights as cli
from tests.builders import make_merchant
from tests.commerce.insights.shop import buy, day, kept, recounted


def test_every_order_is_counted_anew(app: Flask) -> None:
    merchant = make_merchant()
    buy(merchant, "A", day(0))
    told = CliRunner().invoke(cli.group, ["recount", "--merchant", "acme"])
    assert (told.exit_code, told.output) == (0, "1 orders counted\n")
    assert kept(merchant) == recounted(merchant) != {}


def test_programs_get_the_count_as_json(app: Flask) -> None:
    buy(make_merchant(), "A", day(0))
    told = CliRunner().invoke(cli.group, ["recount", "--merchant", "acme", "--json"])
    assert json.loads(told.output) == {"orders": 1}


def test_a_merchant_that_there_is_not_is_named(app: Flask) -> None:
    told = CliRunner().invoke(cli.group, ["recount", "--merchant", "nobody"])
    assert told.exit_code and "nobody" in told.output
