"""At most one model of an owner serves, and every move between statuses is one that the table allows."""

from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import select, text

from commerce.database import db, transaction
from commerce.errors import NotFound
from commerce.models import Event
from eta_model.models import EtaModel
from eta_model.promotion import IllegalStatus, NotBetter, listed, move, promote, refuse, rollback
from eta_model.statuses import ALLOWED, ModelStatus
from tests.builders import make_merchant
from tests.eta_model.shop import stored


def status(model_id: str) -> str:
    db.session.expire_all()
    return db.session.get_one(EtaModel, model_id).status


@pytest.mark.parametrize(("was", "then"), list(product(ModelStatus, ModelStatus)))
def test_a_move_is_made_where_the_table_has_it_and_refused_else(was: ModelStatus, then: ModelStatus) -> None:
    model = EtaModel(id="mdl_1", status=was)
    if then in ALLOWED[was]:
        move(model, then, "because")
        assert (model.status, model.status_reason) == (then, "because")
    else:
        with pytest.raises(IllegalStatus) as refused:
            move(model, then, None)
        assert refused.value.extra["allowed"] == sorted(ALLOWED[was])


def test_a_promoted_model_retires_the_one_that_served(shelf: Path) -> None:
    merchant = make_merchant()
    old, new = stored(shelf, merchant.id), stored(shelf, merchant.id, "candidate")
    assert promote(new, "ada").promoted_by == "ada"
    assert (status(old), status(new)) == ("retired", "serving")


def test_models_of_others_are_left_alone(shelf: Path) -> None:
    merchant = make_merchant()
    pooled, own = stored(shelf, None), stored(shelf, merchant.id, "candidate")
    promote(own, "ada")
    assert (status(pooled), status(own)) == ("serving", "serving")


def test_those_whose_parcels_another_model_forecasts_now_hear_of_it(shelf: Path) -> None:
    with_own, without = make_merchant("with-own"), make_merchant("without")
    own, pooled = stored(shelf, with_own.id, "candidate"), stored(shelf, None, "candidate")
    promote(own, "ada")
    promote(pooled, "ada")
    assert told() == [
        (with_own.id, "eta.promoted", {"model": own, "pooled": False}),
        (without.id, "eta.promoted", {"model": pooled, "pooled": True}),
    ]


def told() -> list[tuple[int, str, dict[str, object]]]:
    """Whom the events of models told what, in their order."""
    events = db.session.scalars(
        select(Event)
        .where(Event.kind.like("eta.%"))
        .order_by(Event.id)
        .execution_options(across_merchants=True)
    )
    return [(event.merchant_id, event.kind, event.data) for event in events]


def test_a_shop_whose_own_model_is_taken_back_hears_which_one_answers(shelf: Path) -> None:
    shop = make_merchant("acme")
    make_merchant("bolt")
    older = stored(shelf, shop.id)
    promote(stored(shelf, shop.id, "candidate"), "ada")
    pooled = stored(shelf, None)
    rollback(shop.id, "ada")
    rollback(shop.id, "ada")
    assert told()[1:] == [
        (shop.id, "eta.promoted", {"model": older, "pooled": False}),
        (shop.id, "eta.promoted", {"model": pooled, "pooled": True}),
    ]


def test_a_shop_that_no_model_answers_any_more_hears_of_it(shelf: Path) -> None:
    with_own, without = make_merchant("with-own"), make_merchant("without")
    stored(shelf, with_own.id)
    stored(shelf, None)
    rollback(None, "ada")
    rollback(with_own.id, "ada")
    assert told() == [(without.id, "eta.taken_back", {}), (with_own.id, "eta.taken_back", {})]


def test_a_refused_model_needs_force_and_its_row_says_so(shelf: Path) -> None:
    model_id = stored(shelf, None, "candidate")
    refuse(model_id, "worse than the model that served")
    with pytest.raises(NotBetter, match="worse than the model that served; --force"):
        promote(model_id, "ada")
    assert promote(model_id, "ada", forced=True).status_reason == "promoted by force"


def test_what_serves_already_is_not_promoted_again(shelf: Path) -> None:
    with pytest.raises(IllegalStatus):
        promote(stored(shelf, None), "ada")


def test_rolled_back_the_one_before_serves_and_the_bad_one_never_stands_in(shelf: Path) -> None:
    merchant = make_merchant()
    old = stored(shelf, merchant.id)
    new = stored(shelf, merchant.id, "candidate")
    promote(new, "ada")
    back = rollback(merchant.id, "ada")
    assert back is not None and back.id == old
    assert (status(old), status(new)) == ("serving", "refused")


def test_rolled_back_with_nothing_before_the_table_serves(shelf: Path) -> None:
    only = stored(shelf, None)
    assert rollback(None, "ada") is None
    assert status(only) == "refused"
    with pytest.raises(NotFound):
        rollback(None, "ada")


def test_an_unknown_model_is_not_found(shelf: Path) -> None:
    with pytest.raises(NotFound, match="mdl_none"):
        promote("mdl_none", "ada")


def test_a_model_without_its_files_does_not_serve(shelf: Path) -> None:
    model_id = stored(shelf, None, "retired")
    with transaction() as session:
        session.execute(text("DELETE FROM eta_model_files"))
    with pytest.raises(IllegalStatus, match="files"):
        promote(model_id, "ada")


def test_models_are_listed_newest_first_and_by_merchant(shelf: Path) -> None:
    merchant = make_merchant()
    made = [stored(shelf, merchant.id, "retired"), stored(shelf, None), stored(shelf, merchant.id)]
    assert [model.id for model in listed()] == made[::-1]
    assert [model.id for model in listed(merchant.id)] == [made[2], made[0]]
