"""What the words of a return policy are called before shopkeepers."""

import re

from portal.console import trade
from portal.languages import _l
from portal.shopper.returning.words import REASONS

FACTS = {
    "order.number": _l("order number"),
    "order.value": _l("value of the order"),
    "order.currency": _l("currency of the order"),
    "order.channel": _l("sales channel"),
    "order.payment_method": _l("payment method"),
    "order.country": _l("country it went to"),
    "order.region": _l("region it went to"),
    "order.postcode": _l("postcode it went to"),
    "order.tags": _l("order’s tags"),
    "order.discount_codes": _l("discount codes used"),
    "order.discount_amount": _l("discount on the order"),
    "order.discount_percent": _l("discount on the order in percent"),
    "order.item_count": _l("items in the order"),
    "order.placed_on": _l("day of the order"),
    "order.return_count": _l("earlier returns of the order"),
    "order.fulfilled": _l("order completely shipped"),
    "line.id": _l("line of the order"),
    "line.sku": _l("SKU"),
    "line.product_id": _l("product ID"),
    "line.title": _l("name of the item"),
    "line.variant": _l("variant of the item"),
    "line.product_type": _l("type of product"),
    "line.vendor": _l("brand or supplier"),
    "line.collections": _l("item’s collections"),
    "line.tags": _l("item’s tags"),
    "line.unit_price": _l("price of one item"),
    "line.unit_paid": _l("price paid for one item"),
    "line.discount_percent": _l("discount on the item in percent"),
    "line.final_sale": _l("final sale"),
    "line.gift": _l("bought as a gift"),
    "line.quantity": _l("number bought of the item"),
    "line.weight_g": _l("weight of the item in grams"),
    "line.days_since_delivered": _l("days since delivery"),
    "line.days_since_shipped": _l("days since shipping"),
    "line.days_since_ordered": _l("days since the order"),
    "customer.email": _l("customer’s e-mail"),
    "customer.tags": _l("customer’s tags"),
    "customer.order_count": _l("customer’s orders so far"),
    "customer.return_count": _l("customer’s returns so far"),
    "customer.return_rate": _l("customer’s returns per hundred orders"),
    "customer.days_known": _l("days since the customer’s first order"),
    "customer.risk_score": _l("customer’s risk score"),
    "customer.blocked": _l("customer blocked"),
    "return.reason": _l("reason for the return"),
    "return.resolution": _l("what is wanted instead"),
    "return.method": _l("way back"),
    "return.value": _l("value of the return"),
    "return.item_count": _l("items in the return"),
    "return.quantity": _l("number returned of the item"),
    "return.is_full": _l("whole order returned"),
    "return.is_gift": _l("returned by who got it as a gift"),
    "return.has_photo": _l("photo given"),
    "return.requested_on": _l("day of the request"),
    "carrier": _l("carrier of the parcel"),
    "location": _l("place it was sent from"),
}
GROUPS = {
    "line": _l("The item"),
    "return": _l("The return"),
    "order": _l("The order"),
    "customer": _l("The customer"),
    "": _l("The parcel"),
}
AMOUNTS = frozenset(
    {"order.value", "order.discount_amount", "line.unit_price", "line.unit_paid", "return.value"}
)
OPERATORS = {
    "eq": _l("%(fact)s is %(value)s"),
    "ne": _l("%(fact)s is not %(value)s"),
    "lt": _l("%(fact)s is less than %(value)s"),
    "lte": _l("%(fact)s is at most %(value)s"),
    "gt": _l("%(fact)s is more than %(value)s"),
    "gte": _l("%(fact)s is at least %(value)s"),
    "between": _l("%(fact)s is from %(value)s"),
    "in": _l("%(fact)s is one of %(value)s"),
    "not_in": _l("%(fact)s is none of %(value)s"),
    "contains": _l("%(fact)s contains %(value)s"),
    "not_contains": _l("%(fact)s does not contain %(value)s"),
    "contains_any": _l("%(fact)s contains one of %(value)s"),
    "starts_with": _l("%(fact)s begins with %(value)s"),
    "matches": _l("%(fact)s fits the pattern %(value)s"),
    "exists": _l("%(fact)s: known? %(value)s"),
}
LIST_OPERATORS = {
    "contains": _l("%(fact)s include %(value)s"),
    "not_contains": _l("%(fact)s do not include %(value)s"),
    "contains_any": _l("%(fact)s include one of %(value)s"),
    "starts_with": _l("one of the %(fact)s begins with %(value)s"),
    "matches": _l("one of the %(fact)s fits the pattern %(value)s"),
}
DATE_OPERATORS = {
    "lt": _l("%(fact)s is before %(value)s"),
    "lte": _l("%(fact)s is on or before %(value)s"),
    "gt": _l("%(fact)s is after %(value)s"),
    "gte": _l("%(fact)s is on or after %(value)s"),
}
KNOWN = {True: _l("%(fact)s is known"), False: _l("%(fact)s is not known")}
FLAGS = {
    "order.fulfilled": (_l("all of the order has shipped"), _l("not all of the order has shipped")),
    "line.final_sale": (_l("the item is marked final sale"), _l("the item is not marked final sale")),
    "line.gift": (_l("the item was bought as a gift"), _l("the item was not bought as a gift")),
    "customer.blocked": (_l("the customer is blocked"), _l("the customer is not blocked")),
    "return.is_full": (_l("the whole order comes back"), _l("a part of the order comes back")),
    "return.is_gift": (_l("a gift’s receiver returns it"), _l("the buyer returns it")),
    "return.has_photo": (_l("a photo was given"), _l("no photo was given")),
}
JOINS = {
    "all": _l("All of these hold"),
    "any": _l("At least one of these holds"),
    "none": _l("None of these holds"),
    "not_all": _l("Not all of these hold"),
}
DECISIONS = {
    "allow": _l("It may be returned"),
    "review": _l("Somebody looks at it first"),
    "deny": _l("It can’t be returned"),
}
ANCHORS = {"delivered": _l("delivery"), "shipped": _l("shipping"), "ordered": _l("the order")}
STEPS = {
    "approved": _l("as soon as it is approved"),
    "in_transit": _l("once the parcel is on its way back"),
    "received": _l("once it has arrived"),
    "inspected": _l("once it was inspected"),
}
SHIPPING = {
    "never": _l("The shipping charge is kept"),
    "full_return": _l("The shipping charge is paid back when the whole order comes back"),
}
JUDGES = {
    "placed": _l("The version of the order’s day"),
    "newest_if_kinder": _l("The newest version, where it is kinder to the shopper"),
}
UNKNOWN_DAY = {
    "allow": _l("it may be returned"),
    "review": _l("somebody looks at it first"),
    "deny": _l("it can’t be returned yet"),
}
TERMS = {
    "decision": _l("Decision"),
    "window_days": _l("Days to ask for it"),
    "window_from": _l("Counted from"),
    "resolutions": _l("Offered instead"),
    "methods": _l("Ways back"),
    "fee": _l("Fee"),
    "fees": _l("Fee for orders in other currencies"),
    "restocking_percent": _l("Held back for restocking, in percent"),
    "keep_item": _l("The shopper keeps the item"),
    "store_credit_bonus_percent": _l("Bonus on store credit, in percent"),
    "require_photo": _l("A photo is needed"),
    "refund_on": _l("Money goes back"),
    "message": _l("What the shopper reads"),
    "window": _l("Time to ask for a return"),
    "window.days": _l("Days to ask for it"),
    "window.from": _l("Counted from"),
    "window.if_not_delivered": _l("While that day is not known"),
    "fee_waived_for": _l("No fee for"),
    "refund_shipping": _l("Shipping charge"),
    "ship_within_days": _l("Days to send it once approved"),
    "require_photo_for": _l("Reasons that need a photo"),
    "reasons": _l("Reasons to choose from"),
    "judged_by": _l("Older orders are judged by"),
    "name": _l("Name of the rule"),
    "when": _l("Condition"),
    "rules": _l("Rules"),
}
FAULTS = {
    "wrong_type": _l("This does not fit here. Check how it is written."),
    "out_of_range": _l("This number is too small or too large."),
    "too_precise": _l("Two digits after the point at most."),
    "empty": _l("Something is missing here."),
    "too_long": _l("This is too long."),
    "unprintable": _l("This has characters that can’t be shown."),
    "unknown_word": _l("Choose one of those offered."),
    "repeated": _l("This is there already. Each may be there once."),
    "required": _l("Something is missing here."),
    "unknown_locale": _l("This is not a language we know, such as en or ja."),
    "unknown_currency": _l("This is not a currency such as EUR."),
    "too_large": _l("These are too many conditions, or too deep in one another."),
    "unknown_fact": _l("Choose what to look at."),
    "unknown_operator": _l("Choose how to compare."),
    "unsuitable_operator": _l("This can’t be compared so. Choose another way."),
    "slow_pattern": _l("This pattern has too many stars. Five are the most."),
    "wrong_ends": _l("The first value must be the smaller one."),
    "not_offered": _l("This is about something that the policy never offers."),
    "window_without_days": _l("Nothing says how many days there are to count."),
    "unknown_reason": _l("This is not among the policy’s reasons."),
    "two_fees": _l("This is your own currency, and it says another amount than the fee."),
    "denied_and_kept": _l("What can’t be returned can’t be kept for a refund either."),
}
WHAT = {
    "added": _l("new"),
    "removed": _l("gone"),
    "changed": _l("changed"),
    "moved": _l("moved"),
}
BECAUSE = {
    "window_open": _l("in time"),
    "window_closed": _l("too late"),
    "not_delivered": _l("not delivered yet"),
    "not_shipped": _l("not shipped"),
    "cancelled": _l("cancelled"),
    "already_being_returned": _l("on its way back already"),
    "already_returned": _l("returned already"),
    "too_many_units": _l("more than there are"),
    "no_gift_returns": _l("a gift"),
}
STATES = {"draft": _l("Not published"), "in_force": _l("In force"), "superseded": _l("Was in force")}
WORDS: dict[str, dict[str, str]] = {
    "policy_group": GROUPS,
    "policy_join": JOINS,
    "policy_term": TERMS,
    "policy_fault": FAULTS,
    "policy_change": WHAT,
    "policy_state": STATES,
    "policy_value": {**REASONS, **trade.RESOLUTION, **trade.METHOD},
    "decision_term": DECISIONS,
    "anchor": ANCHORS,
    "unknown_day": UNKNOWN_DAY,
    "step": STEPS,
    "shipping": SHIPPING,
    "judge": JUDGES,
}
TONES = {"in_force": "good", "draft": "care"}

PARTICLE = re.compile(r"([가-힣])(이\(가\)|을\(를\)|은\(는\)|과\(와\))")


def with_particles(text: str) -> str:
    """Korean with the particle that goes with the syllable before it, where a message leaves that open."""

    def chosen(found: re.Match[str]) -> str:
        ends_in_consonant = (ord(found[1]) - ord("가")) % 28 > 0
        return found[1] + (found[2][0] if ends_in_consonant else found[2][2])

    return PARTICLE.sub(chosen, text)
