"""What an operator types about the delivery-date models."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner, Result

from eta_model import parcel_store
from eta_model.history import check_history
from portal.cli import eta
from tests.builders import make_merchant
from tests.eta_model.made_up import made_up_history
from tests.eta_model.shop import now_serving, stored


def typed(*words: object) -> Result:
    return CliRunner().invoke(eta.group, [str(word) for word in words])


def told(*words: object) -> Any:
    return json.loads(typed(*words, "--json").stdout)


@pytest.fixture
def merchant_id(shelf: Path) -> int:
    return make_merchant().id


@pytest.fixture
def stored_history(merchant_id: int) -> pl.DataFrame:
    parcels = check_history(made_up_history()).parcels
    parcel_store.add(merchant_id, "import", parcels)
    return parcels


@pytest.mark.slow
def test_trained_promoted_and_serving_in_one_command(merchant_id: int, stored_history: pl.DataFrame) -> None:
    (fitted,) = told("train", "--merchant", "acme")["data"]
    assert (fitted["merchant"], fitted["status"], fitted["parcels"]) == ("acme", "serving", 900)
    assert fitted["promoted_by"] == "command line"
    serving = now_serving(merchant_id)
    assert serving and serving.id == fitted["id"]
    assert told("models", "--merchant", "acme")["data"][0]["contest"]["passed"] is True


def test_without_enough_history_training_says_so_for_everyone(merchant_id: int) -> None:
    answer = told("train")["data"]
    assert [one["merchant"] for one in answer] == ["acme", None]
    assert {one["id"] for one in answer} == {None}
    assert "too few" in typed("train").stdout


def test_models_are_listed_with_their_owners(merchant_id: int, shelf: Path) -> None:
    ids = [stored(shelf, merchant_id), stored(shelf, None)]
    assert [(m["id"], m["merchant"], m["status"]) for m in told("models")["data"]] == [
        (ids[1], None, "serving"),
        (ids[0], "acme", "serving"),
    ]
    assert ids[0] in typed("models").stdout


def test_promoted_by_hand_and_rolled_back(merchant_id: int, shelf: Path) -> None:
    old, new = stored(shelf, merchant_id), stored(shelf, merchant_id, "candidate")
    assert told("promote", new)["status"] == "serving"
    assert told("rollback", "--merchant", "acme")["id"] == old
    refused = typed("promote", new)
    assert refused.exit_code == 1 and "--force" in refused.stderr
    assert "by force" in typed("promote", new, "--force").stdout


def test_an_unknown_model_is_told_in_a_sentence(merchant_id: int) -> None:
    refused = typed("promote", "mdl_none")
    assert refused.exit_code == 1 and "there is no model mdl_none" in refused.stderr


@pytest.mark.slow
def test_a_backtest_scores_the_weeks_and_draws_them(
    merchant_id: int, stored_history: pl.DataFrame, tmp_path: Path
) -> None:
    page = tmp_path / "card.html"
    words = ("--from", "2024-04-01", "--to", "2024-04-14", "--refit-days", "0", "--html", page)
    card = told("backtest", "--merchant", "acme", *words)
    assert (card["from"], card["to"]) == ("2024-04-01", "2024-04-14")
    asked = stored_history.filter(
        pl.col("ordered_at").dt.date().is_between(pl.date(2024, 4, 1), pl.date(2024, 4, 14))
    )
    assert abs(card["parcels"] - asked.height) < 10
    assert "<svg" in page.read_text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--merchant", "bolt"), "no delivered parcel"),
        ((), "no delivered parcel"),
        (("--merchant", "acme", "--from", "2024-05-01", "--to", "2024-04-01"), "--to is before --from"),
    ],
)
def test_a_backtest_of_nothing_is_refused(
    stored_history: pl.DataFrame, words: tuple[str, ...], said: str
) -> None:
    make_merchant("bolt")
    refused = typed("backtest", *words)
    assert refused.exit_code == 1 and said in refused.stderr


def test_a_shop_without_arrivals_has_an_empty_scorecard(merchant_id: int, tmp_path: Path) -> None:
    page = tmp_path / "card.html"
    assert told("scorecard", "acme", "--html", page)["parcels"] == 0
    assert "No parcel has been scored yet" in page.read_text()
