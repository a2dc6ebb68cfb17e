from itertools import product

import pytest

from returns.claim_statuses import ClaimStatus, check_claim_move
from returns.statuses import IllegalTransition

LEGAL = {"open": "in_review", "in_review": "approved denied", "approved": "resolved", "denied": "resolved"}


@pytest.mark.parametrize(("current", "to"), list(product(ClaimStatus, ClaimStatus)))
def test_a_claim_makes_the_moves_of_the_table_and_no_other(current: ClaimStatus, to: ClaimStatus) -> None:
    if to in LEGAL.get(current, "").split():
        check_claim_move(current, to)
        return
    with pytest.raises(IllegalTransition):
        check_claim_move(current, to)
