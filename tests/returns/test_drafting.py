"""Drafts of a policy: kept one after the other, and never saved over what was not seen."""

import pytest
from flask import Flask

from commerce import audit
from commerce.models import Merchant
from returns import drafting, publishing
from returns.drafting import Draft, DraftChanged
from tests.builders import make_merchant
from tests.returns.shop import open_shop

ADA, BO = "ada@acme.test", "bo@acme.test"


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    merchant = make_merchant()
    open_shop(merchant)
    return merchant


def save(merchant: Merchant, fee: int, seen: str | None = None, person: str = ADA) -> Draft:
    seen = seen or drafting.current(merchant.id).seen
    return drafting.save(merchant.id, seen, {"fee": fee}, person)


def test_without_a_draft_it_is_the_policy_in_force(merchant: Merchant) -> None:
    draft = drafting.current(merchant.id)
    newest = publishing.in_force(merchant.id)
    assert newest and (draft.source, draft.base, draft.is_open) == (newest.source, 1, False)


def test_who_saves_what_they_have_not_seen_is_shown_both_states(merchant: Merchant) -> None:
    seen = save(merchant, 1).seen
    save(merchant, 2, seen, BO)
    with pytest.raises(DraftChanged) as refused:
        save(merchant, 3, seen)
    assert (refused.value.then, refused.value.now.source) == ({"fee": 1}, {"fee": 2})
    assert drafting.current(merchant.id).source == {"fee": 2}


def test_a_draft_that_was_published_or_dropped_can_t_be_saved_over(merchant: Merchant) -> None:
    seen = save(merchant, 1).seen
    drafting.publish(merchant.id, seen, 1, ADA)
    with pytest.raises(DraftChanged):
        save(merchant, 2, seen)
    seen = save(merchant, 3).seen
    drafting.drop(merchant.id, seen, ADA)
    save(merchant, 3)
    with pytest.raises(DraftChanged):
        save(merchant, 4, seen)


def test_saving_the_same_changes_and_notes_nothing(merchant: Merchant) -> None:
    first = save(merchant, 1)
    assert save(merchant, 1) == first
    assert [entry.action for entry in audit.listed(merchant.id)] == ["policy_edited"]


def test_only_the_last_states_are_kept(merchant: Merchant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafting, "MOST_KEPT", 2)
    states = [save(merchant, fee).seen for fee in range(4)]
    kept = [drafting.source_of(merchant.id, seen) for seen in states]
    assert kept == [None, None, {"fee": 2}, {"fee": 3}]


@pytest.mark.parametrize("seen", ["", "x", "1", "1-x", "-1-2", "9-9", "1-99999999999"])
def test_a_state_that_never_was_is_refused(merchant: Merchant, seen: str) -> None:
    with pytest.raises(DraftChanged):
        drafting.save(merchant.id, seen, {"fee": 1}, ADA)


def test_drafts_stay_within_their_shop(app: Flask, merchant: Merchant) -> None:
    save(merchant, 1)
    assert not drafting.current(make_merchant("bolt").id).is_open


def test_an_unknown_version_is_not_gone_back_to_by_who_saw_another(merchant: Merchant) -> None:
    with pytest.raises(DraftChanged):
        drafting.restore(merchant.id, 1, 7, ADA)
