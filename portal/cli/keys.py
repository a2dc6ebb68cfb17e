"""`waypost keys …`: API keys, each shown once."""

import json
from typing import Any

import click

from commerce import keys
from commerce.models import ApiKey
from portal.cli import Commands
from portal.cli.merchants import as_json, known

group = Commands("keys", help="API keys of merchants.")


@group.command()
@click.argument("slug")
@click.option("--kind", type=click.Choice(tuple(keys.PREFIXES)), required=True)
@as_json
def create(slug: str, kind: str, as_json: bool) -> None:
    """Make a key for SLUG and print it: it can't be shown again."""
    key, plain = keys.create(known(slug).id, kind)
    click.echo(json.dumps({"id": key.id, "kind": kind, "key": plain}) if as_json else plain)


@group.command("list")
@click.argument("slug")
@as_json
def list_keys(slug: str, as_json: bool) -> None:
    """List the keys of SLUG by id, kind and last four characters."""
    told = [described(key) for key in keys.listed(known(slug).id)]
    if as_json:
        click.echo(json.dumps({"data": told}))
        return
    for key in told:
        state = f"revoked {key['revoked_at']}" if key["revoked_at"] else "in use"
        click.echo(f"{key['id']}  {key['kind']:<11}  …{key['hint']}  made {key['created_at']}  {state}")


@group.command()
@click.argument("key_id", metavar="ID")
@as_json
def revoke(key_id: str, as_json: bool) -> None:
    """Let the key ID, as `keys list` prints it, open nothing from now on."""
    keys.revoke(key_id)
    click.echo(json.dumps({"id": key_id, "revoked": True}) if as_json else f"{key_id} opens nothing any more")


def described(key: ApiKey) -> dict[str, Any]:
    """A key as it may be shown."""
    return {
        "id": key.id,
        "kind": key.kind,
        "hint": key.hint,
        "created_at": key.created_at.isoformat(),
        "revoked_at": key.revoked_at.isoformat() if key.revoked_at else None,
    }


commands: list[click.Command] = [group]
