"""A model's own scorecard counts weeks it had not seen, and no fact from after its day."""

from datetime import date, datetime

import polars as pl

from eta_model.history import check_history
from eta_model.places import Gazetteer
from eta_model.trial import trial
from tests.eta_model.made_up import as_known_on, made_up_history

AS_OF = date(2024, 4, 10)


def test_it_scores_four_weeks_that_ended_six_weeks_before() -> None:
    card = trial(check_history(made_up_history()).parcels, AS_OF, Gazetteer({}))
    assert (card["from"], card["to"]) == ("2024-01-31", "2024-02-27")
    assert card["parcels"] > 100
    assert card["mae_days"] < 3


def test_what_came_after_does_not_matter() -> None:
    whole = made_up_history()
    then = as_known_on(whole, datetime(2024, 4, 9, 20))
    cards = [trial(check_history(h).parcels, AS_OF, Gazetteer({})) for h in (whole, then)]
    assert cards[0] == cards[1]


def test_without_parcels_there_is_nothing_to_score() -> None:
    nobody = check_history(made_up_history().filter(pl.col("shipment_id") == "")).parcels
    assert trial(nobody, AS_OF, Gazetteer({})) == {"parcels": 0}
