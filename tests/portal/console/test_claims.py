"""Staff look into a claim, grant or deny it, and close it."""

import pytest

from commerce import audit
from commerce.database import db
from commerce.merchants import Known
from commerce.models import Merchant
from returns import claims
from returns.models.claims import Claim
from tests.portal.console.staffing import Desk
from tests.returns.shop import deliver, open_shop


@pytest.fixture
def claim(merchant: Merchant) -> Claim:
    shop: Known = open_shop(merchant)
    deliver(merchant)
    return claims.open_claim(shop, "1001", {"kind": "damaged", "description": "Crushed <box>"})


def now_is(claim: Claim) -> Claim:
    db.session.expire_all()
    return claims.get(claim.merchant_id, claim.code)


def test_a_claim_is_granted_and_paid(desk: Desk, claim: Claim) -> None:
    assert "Item damaged" in desk.get("/claims?state=open").text
    assert "Crushed &lt;box&gt;" in desk.get(f"/claims/{claim.code}").text
    desk.send(f"/claims/{claim.code}/review")
    desk.send(f"/claims/{claim.code}/approve", resolution="refund")
    desk.send(f"/claims/{claim.code}/resolve", amount="20.00")
    assert now_is(claim).status == "resolved"
    assert [refund.amount for refund in now_is(claim).refunds] == [2000]
    actions = [entry.action for entry in audit.listed(claim.merchant_id)]
    assert actions == ["claim_resolved", "claim_granted", "claim_reviewed"]


def test_a_claim_is_denied_with_a_reason(desk: Desk, claim: Claim) -> None:
    desk.send(f"/claims/{claim.code}/review")
    assert "Tell the shopper why" in desk.send(f"/claims/{claim.code}/deny").text
    desk.send(f"/claims/{claim.code}/deny", reason="It was signed for.")
    assert (now_is(claim).status, now_is(claim).denial_reason) == ("denied", "It was signed for.")


@pytest.mark.parametrize(
    ("step", "form"),
    [("approve", {"resolution": "gold"}), ("resolve", {"amount": "x"}), ("deny", {"reason": "x"})],
)
def test_a_step_that_can_not_be_taken_changes_nothing(
    desk: Desk, claim: Claim, step: str, form: dict[str, str]
) -> None:
    desk.send(f"/claims/{claim.code}/{step}", **form)
    assert now_is(claim).status == "open" and audit.listed(claim.merchant_id) == []
