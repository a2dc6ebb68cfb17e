"""API keys as an operator makes, lists and revokes them."""

import json

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from commerce import keys, merchant_changes
from commerce.merchant_file import read
from portal.cli import keys as cli
from tests.commerce.files import LEAST


@pytest.fixture
def run(app: Flask) -> CliRunner:
    merchant_changes.apply(read(LEAST.encode()))
    return CliRunner()


def waypost(run: CliRunner, *args: str) -> Result:
    return run.invoke(cli.group, args, catch_exceptions=False)


@pytest.mark.parametrize("kind", ["secret", "publishable"])
def test_a_new_key_is_printed_alone_and_opens(run: CliRunner, kind: str) -> None:
    acting = keys.find(waypost(run, "create", "acme", "--kind", kind).stdout.removesuffix("\n"))
    assert acting is not None and acting.kind == kind


def test_a_key_in_json_has_its_id(run: CliRunner) -> None:
    told = json.loads(waypost(run, "create", "acme", "--kind", "secret", "--json").stdout)
    acting = keys.find(told["key"])
    assert acting is not None and acting.key_id == told["id"] and told["kind"] == "secret"


def test_the_list_tells_keys_apart_without_showing_them(run: CliRunner) -> None:
    made = json.loads(waypost(run, "create", "acme", "--kind", "secret", "--json").stdout)
    waypost(run, "revoke", made["id"])
    listed = waypost(run, "list", "acme", "--json")
    last = json.loads(listed.stdout)["data"][-1]
    assert (last["id"], last["hint"]) == (made["id"], made["key"][-4:])
    assert last["revoked_at"] and made["key"] not in listed.stdout
    lines = waypost(run, "list", "acme").stdout.splitlines()
    assert len(lines) == 3 and "revoked" in lines[2] and "in use" in lines[0]


@pytest.mark.parametrize("option", [(), ("--json",)])
def test_a_revoked_key_opens_nothing(run: CliRunner, option: tuple[str, ...]) -> None:
    made = json.loads(waypost(run, "create", "acme", "--kind", "secret", "--json").stdout)
    revoked = waypost(run, "revoke", made["id"], *option)
    assert revoked.exit_code == 0 and made["id"] in revoked.stdout
    assert keys.find(made["key"]) is None


@pytest.mark.parametrize("command", [("create", "nobody", "--kind", "secret"), ("list", "nobody")])
def test_an_unknown_merchant_is_named(run: CliRunner, command: tuple[str, ...]) -> None:
    refused = waypost(run, *command)
    assert refused.exit_code == 1 and refused.stdout == ""
    assert refused.stderr == "Error: there is no merchant 'nobody'\n"


def test_an_unknown_key_is_named(run: CliRunner) -> None:
    refused = waypost(run, "revoke", "key_nobody")
    assert refused.exit_code == 1 and refused.stderr == "Error: there is no API key key_nobody\n"
