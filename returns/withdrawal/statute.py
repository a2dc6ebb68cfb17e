"""The policy that judges what comes back after a withdrawal: the law's, whatever the merchant's own says."""

from returns.policy.compiled import CompiledPolicy, compile_policy
from returns.policy.vocabulary import Decision, Resolution
from returns.statuses import RefundOn
from returns.withdrawal.terms import Terms

SEND_WITHIN_DAYS = 14  # Directive 2011/83/EU, Article 14(1)
RULE = "Right of withdrawal"
MESSAGE = {
    "en": "You have withdrawn from the contract for this item.",
    "ja": "この商品の契約を撤回されました。",
    "ko": "이 상품의 계약을 철회하셨습니다.",
}


def statutory_policy(terms: Terms, own: CompiledPolicy, *, sealed: bool) -> CompiledPolicy:
    """The policy beside the merchant's `own`, from which it takes how goods come back. Its version is 0.

    All is paid back to the original payment, without any fee (Articles 13 and 14). The money may be held back
    until the goods or a proof of their sending arrive (Article 13(3)), so it moves once the parcel does;
    `sealed` goods are looked at first, as a broken seal ends the right.
    """
    at_once = own.base["refund_on"] is RefundOn.APPROVED
    refund_on = RefundOn.APPROVED if at_once else RefundOn.IN_TRANSIT
    return compile_policy(
        {
            "resolutions": [Resolution.REFUND],
            "methods": [terms.method(own.base["methods"])],
            "refund_on": RefundOn.INSPECTED if sealed else refund_on,
            "ship_within_days": SEND_WITHIN_DAYS,
            "rules": [{"name": RULE, "then": {"decision": Decision.ALLOW, "message": MESSAGE}}],
        },
        version=0,
    )
