"""`waypost returns …`: what another policy would have decided."""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click
from flask import current_app

from commerce.merchants import Known
from commerce.yaml_source import Source, Unreadable, parse
from portal.cli import Commands
from portal.cli.merchants import as_json, content_of, known
from returns import past, published, publishing
from returns.asking import outside
from returns.policy.validation import validate
from returns.replaying import Judge, tallies
from returns.simulate import Report, Tally, report_of

group = Commands("returns", help="Returns and their policies.")


@group.command()
@click.argument("slug")
@click.option(
    "--policy",
    "file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The draft as YAML: a merchant's file, or what stands under its return_policy.",
)
@click.option(
    "--since",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    help="The first day, in the shop's time zone.",
)
@as_json
def simulate(slug: str, file: Path, since: datetime, as_json: bool) -> None:
    """Judge the past orders and returns of SLUG by a draft policy, beside the policy of their day.

    Returns are judged as they were asked for, all other orders as if all of it were asked for on the day it
    arrived. Nothing is changed.
    """
    merchant = known(slug)
    source = draft(file, merchant.config["currency"])
    zone = ZoneInfo(merchant.config["time_zone"])
    first = datetime.combine(since.date(), time(), zone).astimezone(UTC)
    counted = list(counts(merchant, first, source))
    report = report_of(published.compile_source(source, 0), counted)
    if as_json:
        click.echo(json.dumps(report.as_json()))
    else:
        tell(report)


def draft(file: Path, currency: str) -> dict[str, Any]:
    """The policy that the file holds; a wrong one ends the command with a line for each fault."""
    try:
        source = parse(content_of(file))
    except Unreadable as exc:
        raise click.ClickException(f"{file}:{exc.line}: {exc}") from exc
    value = source.value if isinstance(source.value, dict) else None
    at = f"/{publishing.SECTION}" if value is not None and publishing.SECTION in value else ""
    policy = value[publishing.SECTION] if value is not None and at else value
    if not isinstance(policy, dict):
        raise click.ClickException(f"{file}: there is no return policy in it")
    faults = [f"{file}:{fault.line}: {fault.message}" for fault in source.faults]
    faults += told(file, source, at, policy, currency)
    if faults:
        for line in faults:
            click.echo(line, err=True)
        sys.exit(1)
    return policy


def told(file: Path, source: Source, at: str, policy: dict[str, Any], currency: str) -> Iterator[str]:
    for problem in validate(policy, currency) if policy else ():
        fault = problem.as_json()
        pointer = at + fault["pointer"]
        yield f"{file}:{source.line_of(pointer)}: {pointer}: {fault['message']}"


def counts(merchant: Known, since: datetime, source: dict[str, Any]) -> Iterator[Tally]:
    """What is counted of each thousand orders, with a bar; a few orders are not worth another process."""
    parts = past.parts(outside, merchant.id, since)
    url = current_app.config["SQLALCHEMY_DATABASE_URI"]
    if len(parts) < 2:
        yield Judge(url, merchant, since, source).judge(*parts) if parts else Tally()
        return
    with click.progressbar(length=len(parts), label="Judging", file=sys.stderr) as bar:
        for tally in tallies(url, merchant, since, source, parts):
            yield tally
            bar.update(1)


def tell(report: Report) -> None:
    """Print the report for people."""
    shown = report.as_json()
    click.echo(f"{shown['cases']} requests with {shown['lines']} lines; {shown['flipped']} lines flip.")
    for outcome in shown["outcomes"]:
        click.echo(
            f"  {outcome['before']:>6} → {outcome['after']:<6} {outcome['lines']:>8} lines  "
            f"paid {outcome['paid_before']} → {outcome['paid_after']}, "
            f"fees {outcome['fees_before']} → {outcome['fees_after']} ({outcome['currency']}, minor units)"
        )
    for name in shown["idle_rules"]:
        click.echo(f"  decided nothing: {name}")
    for dead in shown["dead_rules"]:
        click.echo(f"  can never decide: {dead['rule']}, behind {', '.join(dead['behind'])}")


commands: list[click.Command] = [group]
