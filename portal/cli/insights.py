"""`waypost insights …`: the figures that the console shows."""

import click

from commerce.insights import counting
from portal.cli import Commands
from portal.cli.merchants import known

group = Commands("insights", help="The figures that the console shows.")


@group.command()
@click.option("--merchant", "slug", required=True, help="Whose.")
def recount(slug: str) -> None:
    """Count every order anew: after a change of the shop's time zone, say.

    Orders that were deleted since they were counted are not in the figures any more.
    """
    click.echo(f"{counting.recount(known(slug))} orders counted")


commands = [group]
