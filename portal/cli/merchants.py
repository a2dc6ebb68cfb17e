"""`waypost merchants …`: merchants by their files, and the people who work for them."""

import json
import stat
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from flask import current_app

from commerce import merchant_changes, merchant_export, merchant_file, merchants, people
from commerce.brand import palettes
from commerce.errors import NotFound
from commerce.yaml_source import MOST_BYTES
from portal.cli import Commands
from returns.policy.validation import validate

group = Commands("merchants", help="Merchants, each one as a YAML file, and their people.")

as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


def known(slug: str) -> merchants.Known:
    """The merchant as stored now; `NotFound` names the slug."""
    merchant = merchants.fresh(slug)
    if merchant is None:
        raise NotFound(f"there is no merchant {slug!r}")
    return merchant


@group.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json
def apply(file: Path, as_json: bool) -> None:
    """Create or update a merchant from FILE; a wrong file changes nothing.

    Prints what changed and, for a new merchant, its two API keys: they are shown this once.
    """
    try:
        wanted = merchant_file.read(content_of(file))
    except merchant_file.WrongFile as exc:
        for line in exc.lines(str(file)):
            click.echo(line, err=True)
        sys.exit(1)
    for warning in brand_warnings(wanted.config["brand"]):
        click.echo(f"warning: brand: {warning}", err=True)
    applied = asdict(merchant_changes.apply(wanted))
    click.echo(json.dumps(applied, indent=None if as_json else 2))


def content_of(file: Path) -> bytes:
    """As much of the file as may be read, and one byte more to tell that there is more."""
    if not stat.S_ISREG(file.stat().st_mode) and not stat.S_ISFIFO(file.stat().st_mode):
        raise click.ClickException(f"{file} is not a file")
    try:
        with file.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as exc:
        raise click.ClickException(f"{file} can't be read: {exc.strerror}") from exc


def brand_warnings(brand: dict[str, Any]) -> tuple[str, ...]:
    """What pages will draw otherwise than the brand asks, so that everyone can read them."""
    return palettes(brand["accent"], brand["background"], brand["text"]).warnings


def policy_faults(policy: dict[str, Any], currency: str | None) -> list[dict[str, str]]:
    """What is wrong with a return policy, as the merchant's file wants to hear it."""
    return [problem.as_json() for problem in validate(policy, currency)]


merchant_file.section("return_policy", policy_faults)


@group.command()
@click.argument("slug")
@as_json
def export(slug: str, as_json: bool) -> None:
    """Print the file that would make the merchant SLUG, its secrets left out."""
    contents = merchant_export.document(known(slug))
    click.echo(json.dumps(contents) if as_json else merchant_export.as_yaml(contents), nl=as_json)


@group.command("add-user")
@click.argument("slug")
@click.argument("email")
@click.option("--role", type=click.Choice(people.ROLES), required=True)
@as_json
def add_user(slug: str, email: str, role: str, as_json: bool) -> None:
    """Let EMAIL work for SLUG; prints a link, good once and for seven days, that sets a password.

    Again for the same address: a new link, and the role given now.
    """
    invitation = people.invite(known(slug).id, email, role)
    link = f"{current_app.config['SETTINGS'].base_url}/console/password/{invitation.token}"
    told = {
        "email": invitation.email,
        "role": role,
        "link": link,
        "expires_at": invitation.expires_at.isoformat(),
    }
    click.echo(json.dumps(told) if as_json else link)


commands: list[click.Command] = [group]
