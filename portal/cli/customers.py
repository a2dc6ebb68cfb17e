"""`waypost customers …`: what a shopper may ask of a shop that knows them: to be told it, and to be forgotten."""

import json

import click

from commerce import personal_data
from portal.cli import Commands
from portal.cli.merchants import as_json, known

group = Commands("customers", help="Privacy requests: what is known of a shopper, told or erased.")


@group.command()
@click.argument("slug")
@click.argument("email")
@as_json
def export(slug: str, email: str, as_json: bool) -> None:
    """Print all that the merchant SLUG knows of EMAIL as one JSON document."""
    told = personal_data.export(known(slug).id, email)
    click.echo(json.dumps(told, default=str, ensure_ascii=False, indent=None if as_json else 2))


@group.command()
@click.argument("slug")
@click.argument("email")
@as_json
def erase(slug: str, email: str, as_json: bool) -> None:
    """Blank all that the merchant SLUG knows of EMAIL; it can't be undone. What was bought and paid stays."""
    numbers = personal_data.erase(known(slug).id, email, "command line")
    told = f"erased from {', '.join(numbers)}" if numbers else "no order has this address any more"
    click.echo(json.dumps({"orders": numbers}) if as_json else told)


commands: list[click.Command] = [group]
