"""`waypost insights …`: the figures that the console shows."""

import json

import click

from commerce.insights import counting
from portal.cli import Commands
from portal.cli.merchants import as_json, known

group = Commands("insights", help="The figures that the console shows.")


@group.command()
@click.option("--merchant", "slug", required=True, help="Whose.")
@as_json
def recount(slug: str, as_json: bool) -> None:
    """Count every order anew: after a change of the shop's time zone, say.

    Orders that were deleted since they were counted are not in the figures any more.
    """
    counted = counting.recount(known(slug))
    click.echo(json.dumps({"orders": counted}) if as_json else f"{counted} orders counted")


commands = [group]
