"""`waypost withdrawals …`: the log of withdrawals from contracts, for the merchant's own records."""

import csv
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import click

from portal.cli import Commands
from portal.cli.merchants import as_json, known
from returns.models.withdrawals import Withdrawal
from returns.withdrawal import log

COLUMNS = (
    "id",
    "order",
    "made_at",
    "name",
    "email",
    "locale",
    "statement",
    "last_day",
    "return",
    "receipt_sent_at",
    "line",
    "title",
    "variant",
    "quantity",
    "cancelled_quantity",
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")

group = Commands("withdrawals", help="Withdrawals from contracts under European consumer law.")


@group.command()
@click.argument("slug")
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), help="The first day, in the shop's time zone; else all."
)
@as_json
def export(slug: str, since: datetime | None, as_json: bool) -> None:
    """Print the withdrawals of SLUG as CSV, one row for each line withdrawn from, the first made first."""
    merchant = known(slug)
    zone = ZoneInfo(merchant.config["time_zone"])
    first = datetime.combine(since.date(), time(), zone).astimezone(UTC) if since else None
    rows = (row for one in log.since(merchant.id, first) for row in rows_of(one))
    if as_json:
        click.echo(json.dumps({"data": list(rows)}))
        return
    writer = csv.DictWriter(sys.stdout, COLUMNS)
    writer.writeheader()
    for row in rows:
        writer.writerow({name: plain(value) for name, value in row.items()})


def rows_of(withdrawal: Withdrawal) -> Iterator[dict[str, Any]]:
    """The rows of one withdrawal."""
    contact, receipt, content = withdrawal.contact, withdrawal.receipt, withdrawal.content
    told = {
        "id": withdrawal.code,
        "order": withdrawal.order_number,
        "made_at": withdrawal.made_at.astimezone(UTC).isoformat(),
        "name": contact.name if contact else None,
        "email": contact.email if contact else None,
        "locale": withdrawal.locale,
        "statement": content["statement"],
        "last_day": content["last_day"],
        "return": withdrawal.return_code,
        "receipt_sent_at": receipt.sent_at.astimezone(UTC).isoformat() if receipt else None,
    }
    for line in content["lines"]:
        units = {"quantity": line["quantity"], "cancelled_quantity": line["unsent"]}
        yield told | {"line": line["id"], "title": line["title"], "variant": line["variant"]} | units


def plain(value: Any) -> Any:
    """The value so that no spreadsheet takes a shopper's words for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


commands: list[click.Command] = [group]
