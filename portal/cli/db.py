"""`waypost db …`: Flask-Migrate's commands, with an upgrade that can say in JSON what it did."""

import json

import click
from alembic.runtime.migration import MigrationContext
from flask.cli import with_appcontext
from flask_migrate import cli as flask_migrate
from flask_migrate import upgrade as migrate_to

from commerce.database import db


@click.command()
@click.argument("revision", default="head")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_appcontext
def upgrade(revision: str, as_json: bool) -> None:
    """Bring the database to a later migration, the newest unless told otherwise."""
    before = stands_at()
    migrate_to(revision=revision)
    facts = {"from": before, "to": stands_at()}
    if as_json:
        click.echo(json.dumps(facts))
    elif facts["from"] == facts["to"]:
        click.echo(f"The database stands at {facts['to']} already.")
    else:
        click.echo(f"The database went from {facts['from'] or 'nothing'} to {facts['to']}.")


def stands_at() -> str | None:
    """The migration at which the database stands; None where there is none yet."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


group = click.Group("db", commands=dict(flask_migrate.db.commands), help="The database's migrations.")
group.callback, group.params = flask_migrate.db.callback, flask_migrate.db.params
group.add_command(upgrade)

commands = [group]
