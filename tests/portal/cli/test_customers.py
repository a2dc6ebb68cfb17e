"""A shopper told and erased from the prompt."""

import json

import pytest
from click.testing import CliRunner
from flask import Flask

from commerce.models import Merchant
from portal.cli import customers as cli
from tests.builders import make_merchant, make_order


@pytest.fixture(autouse=True)
def merchant(app: Flask) -> Merchant:
    shop = make_merchant()
    make_order(shop)
    return shop


def say(*words: str) -> str:
    return CliRunner().invoke(cli.group, list(words), catch_exceptions=False).stdout


def test_an_export_is_one_document() -> None:
    told = json.loads(say("export", "acme", "ada@example.com", "--json"))
    assert told["orders"][0]["orders"][0]["customer"]["name"] == "Ada L"


def test_erasing_says_from_which_orders_and_again_from_none() -> None:
    assert say("erase", "acme", "ada@example.com") == "erased from 1001\n"
    assert json.loads(say("erase", "acme", "ada@example.com", "--json")) == {"orders": []}
    assert json.loads(say("export", "acme", "ada@example.com", "--json"))["orders"] == []
