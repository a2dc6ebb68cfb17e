"""A merchant reads how its promised dates turned out."""

import pytest
from flask import Flask

from commerce import keys
from commerce.database import transaction
from commerce.models import Merchant
from eta_model.models import EtaScorecard
from eta_model.scorecard import details, scorecard
from tests.eta_model.test_report import ROWS
from tests.portal.calling import ApiClient, api_client

PATH = "/v1/delivery-dates/scorecard"


def test_before_anything_arrived_nothing_is_scored(api: ApiClient) -> None:
    card = api.get(PATH).json
    assert (card["parcels"], card["as_of"], card["widening"]) == (0, None, 0.0)
    assert card["by_week"] == [] and card["by_month"] == {} and card["drift"] is None


def test_the_newest_scorecard_is_shown_with_its_day(api: ApiClient, merchant: Merchant) -> None:
    card = {**scorecard(ROWS), **details(ROWS)}
    with transaction() as session:
        for day, widening in (("2026-01-01", 0.0), ("2026-01-02", 0.04)):
            session.add(EtaScorecard(merchant_id=merchant.id, day=day, card=card, widening=widening))
    shown = api.get(PATH).json
    assert (shown["as_of"], shown["widening"], shown["parcels"]) == ("2026-01-02", 0.04, 28)
    assert shown["drift"] is None  # written before scorecards told of it
    assert shown["promise_kept"] == pytest.approx(card["promise_kept"])
    assert shown["by_lane"]["US><b>"]["parcels"] == 28
    assert sum(shown["days_after_promise"].values()) == 28


def test_a_drift_that_widens_promises_is_told_with_what_was_said_and_kept(
    api: ApiClient, merchant: Merchant
) -> None:
    judged = {"arrivals": 400, "said": 0.9, "kept": 0.81, "widening": 0.06}
    card = {**scorecard(ROWS), **details(ROWS), "drift": judged}
    with transaction() as session:
        session.add(EtaScorecard(merchant_id=merchant.id, day="2026-01-01", card=card, widening=0.06))
    assert api.get(PATH).json["drift"] == judged


def test_another_merchants_is_not_seen(other_api: ApiClient, merchant: Merchant) -> None:
    with transaction() as session:
        session.add(
            EtaScorecard(merchant_id=merchant.id, day="2026-01-01", card={"parcels": 1}, widening=0.0)
        )
    assert other_api.get(PATH).json["parcels"] == 0


def test_a_publishable_key_may_not_read_it(app: Flask, merchant: Merchant) -> None:
    public = api_client(app, keys.create(merchant.id, "publishable")[1])
    assert public.get(PATH).status_code == 403
