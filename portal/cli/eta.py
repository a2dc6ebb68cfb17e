"""`waypost eta …`: the delivery-date models, from fit to promise."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import click
import polars as pl
from flask import current_app

from commerce import merchants
from commerce.merchants import Known
from eta_model import histories, nights, promotion, registry, report, served
from eta_model.backtest import Window, backtest
from eta_model.contest import weeks_before
from eta_model.fitting import Fitted, fit, learnt_until
from eta_model.forecaster import FitSettings
from eta_model.journeys import Stage
from eta_model.models import EtaModel
from eta_model.offline import USUAL_REFIT_DAYS
from eta_model.places import read_places
from eta_model.scorecard import details, scorecard, scored
from portal.cli import Commands
from portal.cli.merchants import as_json, known

BY_HAND = "command line"
POOL = "(pool)"

group = Commands("eta", help="The delivery-date models.")
one_merchant = click.option("--merchant", "slug", help="That of one merchant; else the pool's.")
as_day = click.DateTime(["%Y-%m-%d"])


def say(told: Any, sentence: str, as_json: bool) -> None:
    click.echo(json.dumps(told, default=str) if as_json else sentence)


def chosen(slug: str | None) -> Known | None:
    return known(slug) if slug else None


def id_of(merchant: Known | None) -> int | None:
    return merchant.id if merchant else None


@group.command()
@click.option("--merchant", "slug", help="Only that merchant's; else every merchant's and the pool's.")
@as_json
def train(slug: str | None, as_json: bool) -> None:
    """Fit anew, hold each model against the one that serves, and let the better one serve."""
    workshop = nights.bench()
    owners: list[Known | None] = [known(slug)] if slug else [*histories.everyone(), None]
    done = []
    for owner in owners:
        automatic = owner is None or nights.promotes_itself(owner)
        done.append(fit(id_of(owner), workshop, auto_promote=automatic, by=BY_HAND))
    registry.registry().forget()
    told = [fitted_told(fitted) for fitted in done]
    lines = [f"{one['merchant'] or POOL}: {one['status'] or 'no model'}; {one['reason']}" for one in told]
    say({"data": told}, "\n".join(lines), as_json)


def fitted_told(fitted: Fitted) -> dict[str, Any]:
    """What came of one fit."""
    model = shown(fitted.model) if fitted.model else {"id": None, "status": None}
    return {
        "merchant": slug_of(fitted.merchant_id),
        **model,
        "parcels": fitted.parcels,
        "arrived": fitted.arrived,
        "reason": fitted.reason,
    }


@group.command("models")
@click.option("--merchant", "slug", help="Only that merchant's.")
@as_json
def list_models(slug: str | None, as_json: bool) -> None:
    """List the fitted models, the newest first."""
    told = [shown(model) for model in promotion.listed(id_of(chosen(slug)))]
    lines = [f"{m['id']}  {m['status']:9}  {m['merchant'] or POOL}  made {m['made_at']}" for m in told]
    say({"data": told}, "\n".join(lines), as_json)


@group.command()
@click.argument("model_id", metavar="ID")
@click.option("--force", is_flag=True, help="Even one that lost its contest or was taken back.")
@as_json
def promote(model_id: str, force: bool, as_json: bool) -> None:
    """Let the model ID serve."""
    model = promotion.promote(model_id, BY_HAND, forced=force)
    registry.registry().forget()
    forced = " by force" if model.status_reason else ""
    say(shown(model), f"{model.id} serves for {slug_of(model.merchant_id) or POOL}{forced}.", as_json)


@group.command()
@one_merchant
@as_json
def rollback(slug: str | None, as_json: bool) -> None:
    """Take the serving model back; the one before it serves, else the service table."""
    model = promotion.rollback(id_of(chosen(slug)), BY_HAND)
    registry.registry().forget()
    say(shown(model) if model else None, f"{model.id if model else 'The service table'} serves.", as_json)


@group.command("backtest")
@one_merchant
@click.option("--from", "first", type=as_day, help="The first date of order; four weeks before --to else.")
@click.option("--to", "last", type=as_day, help="The last; else the last that nearly all have arrived of.")
@click.option("--stage", type=click.Choice(["order", "handover"]), default="order", show_default=True)
@click.option("--refit-days", type=click.IntRange(0), default=USUAL_REFIT_DAYS, show_default=True)
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Draw it into that file.")
@as_json
def walk(
    slug: str | None, first: Any, last: Any, stage: Stage, refit_days: int, html: Path | None, as_json: bool
) -> None:
    """Walk forward through the stored history and score every forecast."""
    merchant = chosen(slug)
    parcels = histories.history_of(id_of(merchant))
    if parcels["delivered_at"].count() == 0:
        raise click.ClickException("no delivered parcel is in the history; import one, or share lanes")
    window = window_of(parcels, first, last, refit_days)
    places = read_places(current_app.config["SETTINGS"].places)
    told = backtest(parcels, window, stage, places, FitSettings(), lambda line: click.echo(line, err=True))
    rows = scored(told, parcels, stage)
    card = {
        "from": str(window.first),
        "to": str(window.last),
        "stage": stage,
        **scorecard(rows),
        **details(rows),
    }
    if html:
        html.write_text(report.page(f"Backtest: {slug or POOL}", card), encoding="utf-8")
    say(card, report.summary(card), as_json)


def window_of(parcels: pl.DataFrame, first: Any, last: Any, refit_days: int) -> Window:
    """The dates asked for, or the last four weeks of which nearly all parcels have arrived."""
    weeks = weeks_before(parcels, learnt_until(parcels, date.max))
    end = last.date() if last else weeks.last
    begin = first.date() if first else end - (weeks.last - weeks.first)
    if end < begin:
        raise click.ClickException("--to is before --from")
    return Window(begin, end, refit_days)


@group.command("scorecard")
@click.argument("slug")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Draw it into that file.")
@as_json
def show_scorecard(slug: str, html: Path | None, as_json: bool) -> None:
    """How the dates that shoppers of the merchant SLUG saw turned out."""
    card = served.card(known(slug))
    if html:
        html.write_text(report.page(f"Served promises: {slug}", card), encoding="utf-8")
    say(card, report.summary(card), as_json)


def shown(model: EtaModel) -> dict[str, Any]:
    """A model as JSON tells it."""
    return {
        "id": model.id,
        "merchant": slug_of(model.merchant_id),
        "status": str(model.status),
        "status_reason": model.status_reason,
        "parcels": model.parcels,
        "trained_from": model.trained_from and str(model.trained_from),
        "trained_to": model.trained_to and str(model.trained_to),
        "made_at": model.made_at.isoformat(),
        "promoted_at": model.promoted_at and model.promoted_at.isoformat(),
        "promoted_by": model.promoted_by,
        "contest": model.contest,
        "scorecard": model.scorecard,
    }


def slug_of(merchant_id: int | None) -> str | None:
    """The merchant's slug; None for the pool."""
    merchant = merchants.known_by_id(merchant_id) if merchant_id is not None else None
    return merchant.slug if merchant else None


commands: list[click.Command] = [group]
