"""`waypost notices …`: what comes back by mail."""

import json
from typing import BinaryIO

import click

from notifications import bounces
from portal.cli import Commands
from portal.cli.merchants import as_json

group = Commands("notices", help="Notices to shoppers.")


@group.command()
@click.argument("mail", type=click.File("rb"), default="-")
@as_json
def bounce(mail: BinaryIO, as_json: bool) -> None:
    """Take a bounce or a complaint: MAIL is a file, or what comes in, as a mail server's pipe gives it.

    Any other mail is read and left alone.
    """
    outcomes = bounces.take(mail.read())
    if as_json:
        click.echo(json.dumps({"outcomes": outcomes}))
    else:
        click.echo("\n".join(outcomes) or "nothing about a notice")


commands = [group]
