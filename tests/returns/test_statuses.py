from itertools import product

import pytest

from returns.statuses import (
    FREES_UNITS,
    IllegalTransition,
    ReturnStatus,
    check_move,
)

LEGAL = {
    "requested": "approved declined cancelled",
    "approved": "in_transit received cancelled expired",
    "in_transit": "received expired",
    "received": "completed",
}
LEGAL_WHEN_KEPT = {**LEGAL, "approved": "completed cancelled"}


@pytest.mark.parametrize(("current", "to"), list(product(ReturnStatus, ReturnStatus)))
@pytest.mark.parametrize(("kept", "table"), [(False, LEGAL), (True, LEGAL_WHEN_KEPT)])
def test_a_return_makes_the_moves_of_the_table_and_no_other(
    current: ReturnStatus, to: ReturnStatus, kept: bool, table: dict[str, str]
) -> None:
    legal = table.get(current, "").split()
    if to in legal:
        check_move(current, to, kept=kept)
        return
    with pytest.raises(IllegalTransition) as refusal:
        check_move(current, to, kept=kept)
    assert (refusal.value.from_status, refusal.value.to_status) == (current, to)
    assert set(refusal.value.allowed) == set(legal)


def test_a_refused_move_says_what_is_allowed_instead() -> None:
    with pytest.raises(IllegalTransition, match="in_transit cannot become approved; allowed: received, exp"):
        check_move(ReturnStatus.IN_TRANSIT, ReturnStatus.APPROVED)


def test_a_final_status_allows_nothing() -> None:
    with pytest.raises(IllegalTransition, match="allowed: nothing"):
        check_move(ReturnStatus.COMPLETED, ReturnStatus.RECEIVED)


def test_returns_that_came_to_nothing_free_their_units() -> None:
    assert set(FREES_UNITS) == {"declined", "cancelled", "expired"}
