"""What an operator types to make a merchant, get its file back and invite its people."""

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import text

from commerce import keys, people
from commerce.database import db
from commerce.vault import Vault
from portal.cli import merchants
from tests.commerce.files import LEAST, WHOLE, changed


@pytest.fixture
def run(app: Flask) -> CliRunner:
    return CliRunner()


def waypost(run: CliRunner, *args: str | Path) -> Result:
    return run.invoke(merchants.group, [str(arg) for arg in args], catch_exceptions=False)


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    path = tmp_path / "acme.yaml"
    path.write_text(WHOLE)
    return path


@pytest.mark.parametrize("option", [(), ("--json",)])
def test_a_new_merchant_shows_its_keys_this_once(run: CliRunner, acme: Path, option: tuple[str]) -> None:
    first = waypost(run, "apply", acme, *option)
    told = json.loads(first.stdout)
    assert first.exit_code == 0
    assert set(told) == {"slug", "changed", "publishable_key", "secret_key"}
    assert told["slug"] == "acme" and keys.find(told["secret_key"]) and keys.find(told["publishable_key"])
    again = waypost(run, "apply", acme, *option)
    assert json.loads(again.stdout) == {
        "slug": "acme",
        "changed": [],
        "publishable_key": None,
        "secret_key": None,
    }


def test_a_wrong_file_is_told_by_line_and_changes_nothing(run: CliRunner, acme: Path) -> None:
    acme.write_text(changed(WHOLE, "cutoff: 15:00", "cutof: 15:00"))
    refused = waypost(run, "apply", acme, "--json")
    assert refused.exit_code != 0 and refused.stdout == ""
    assert refused.stderr == f"{acme}:18: locations[0].cutof: Unknown field.\n"
    assert db.session.execute(text("SELECT count(*) FROM merchants")).scalar() == 0


def test_a_wrong_policy_is_told_by_its_line(run: CliRunner, acme: Path) -> None:
    acme.write_text(changed(WHOLE, "window: {days: 30}", "\n  window: {days: soon}"))
    refused = waypost(run, "apply", acme)
    assert refused.exit_code != 0
    assert refused.stderr == f"{acme}:37: return_policy.window.days: must be a whole number\n"


def test_a_colour_that_cannot_be_read_is_taken_with_a_warning(run: CliRunner, acme: Path) -> None:
    acme.write_text(changed(WHOLE, "#1f6f5c", "#ffee00"))
    taken = waypost(run, "apply", acme, "--json")
    assert taken.exit_code == 0 and json.loads(taken.stdout)["slug"] == "acme"
    assert "warning: brand: accent #ffee00 has a contrast of" in taken.stderr


def test_secrets_under_another_key_are_a_sentence_and_no_traceback(
    run: CliRunner, acme: Path, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    waypost(run, "apply", acme)
    monkeypatch.setitem(app.extensions, "vault", Vault("another key"))
    refused = waypost(run, "apply", acme)
    assert refused.exit_code == 1 and "encrypted under another SECRET_KEY" in refused.stderr


@pytest.mark.parametrize("name", ["missing.yaml", "."])
def test_what_is_no_file_is_refused(run: CliRunner, tmp_path: Path, name: str) -> None:
    refused = waypost(run, "apply", tmp_path / name)
    assert refused.exit_code == 2 and "FILE" in refused.stderr


def test_an_endless_file_is_refused(run: CliRunner) -> None:
    refused = waypost(run, "apply", "/dev/zero")
    assert refused.exit_code != 0 and "not a file" in refused.stderr


@pytest.mark.parametrize("content", [LEAST, WHOLE])
def test_an_export_can_be_applied(run: CliRunner, acme: Path, content: str) -> None:
    acme.write_text(content)
    waypost(run, "apply", acme)
    exported = waypost(run, "export", "acme")
    acme.write_text(exported.stdout)
    assert json.loads(waypost(run, "apply", acme).stdout)["changed"] == []


def test_an_export_in_json_is_one_document(run: CliRunner, acme: Path) -> None:
    waypost(run, "apply", acme)
    told = json.loads(waypost(run, "export", "acme", "--json").stdout)
    assert told["slug"] == "acme" and told["integrations"] == {"easypost": {}}


@pytest.mark.parametrize(
    "command", [("export", "nobody"), ("add-user", "nobody", "ada@acme.test", "--role", "owner")]
)
def test_an_unknown_merchant_is_named(run: CliRunner, command: tuple[str, ...]) -> None:
    refused = waypost(run, *command)
    assert refused.exit_code == 1 and refused.stdout == ""
    assert refused.stderr == "Error: there is no merchant 'nobody'\n"


def test_a_person_gets_a_link_that_sets_a_password(run: CliRunner, acme: Path) -> None:
    waypost(run, "apply", acme)
    link = waypost(run, "add-user", "acme", "ada@acme.test", "--role", "agent").stdout.strip()
    assert link.startswith("http://waypost.test/console/password/")
    assert people.invited(urlsplit(link).path.rpartition("/")[2]).role == "agent"


def test_a_link_in_json_says_when_it_ends(run: CliRunner, acme: Path) -> None:
    waypost(run, "apply", acme)
    told = json.loads(waypost(run, "add-user", "acme", "Ada@acme.test", "--role", "owner", "--json").stdout)
    assert set(told) == {"email", "role", "link", "expires_at"}
    assert (told["email"], told["role"]) == ("ada@acme.test", "owner")


def test_a_role_that_does_not_exist_is_refused(run: CliRunner) -> None:
    refused = waypost(run, "add-user", "acme", "ada@acme.test", "--role", "king")
    assert refused.exit_code == 2 and "king" in refused.stderr
