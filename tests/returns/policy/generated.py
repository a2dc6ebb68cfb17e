"""Policies and facts made up by hypothesis, small enough that rules often match."""

from typing import Any

from hypothesis import strategies as st

from returns.policy.vocabulary import FACTS, OPERATORS, Kind

WORDS = ["", "a", "ab", "abc", "b", "B", "x-1", "*", "a\nb"]
DATES = ["2026-01-31", "2026-02-01", "2026-12-24"]
REASONS = ["damaged", "changed_mind", "too_small"]
SOME_FACTS = [
    "order.value",
    "order.channel",
    "order.tags",
    "order.placed_on",
    "line.sku",
    "line.final_sale",
    "line.discount_percent",
    "customer.tags",
    "customer.risk_score",
    "line.days_since_delivered",
]

filled_words = st.sampled_from(WORDS[1:])
scalars: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.TEXT: st.sampled_from(WORDS),
    Kind.DATE: st.sampled_from(DATES),
    Kind.INTEGER: st.integers(-2, 40),
    Kind.NUMBER: st.sampled_from([0, 10, 33.33, 50, 100]),
    Kind.FLAG: st.booleans(),
}
patterns = st.text(alphabet="ab*?x-1B", min_size=1, max_size=4)


def values(kind: Kind, op: str) -> st.SearchStrategy[Any]:
    if op == "exists":
        return st.booleans()
    if op == "matches":
        return patterns
    if op == "contains_any":
        return st.lists(filled_words, min_size=1, max_size=3)
    if op in ("contains", "not_contains", "starts_with"):
        return filled_words
    if op in ("in", "not_in"):
        return st.lists(scalars[kind], min_size=1, max_size=3)
    if op == "between":
        return st.tuples(scalars[kind], scalars[kind]).map(lambda ends: sorted(ends))
    return scalars[kind]


@st.composite
def single_tests(draw: st.DrawFn) -> dict[str, Any]:
    fact = draw(st.sampled_from(SOME_FACTS))
    kind = FACTS[fact]
    op = draw(st.sampled_from([op for op, kinds in OPERATORS.items() if kind in kinds]))
    return {"fact": fact, "op": op, "value": draw(values(kind, op))}


conditions = st.recursive(
    single_tests(),
    lambda inner: st.one_of(
        st.fixed_dictionaries({"all": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"any": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"not": inner}),
    ),
    max_leaves=5,
)

percents = st.sampled_from([0, 5, 12.5, 100])
fees = st.sampled_from([0, 300, 495])
days = st.integers(0, 40)
anchors = st.sampled_from(["delivered", "shipped", "ordered"])
decisions = st.sampled_from(["allow", "review", "deny"])
methods = st.lists(st.sampled_from(["label", "qr_code", "in_store"]), min_size=1, unique=True)
offers = st.lists(st.sampled_from(["exchange", "refund"]), unique=True).map(
    lambda more: ["store_credit", *more]
)
refund_on = st.sampled_from(["approved", "in_transit", "received", "inspected"])

thens = st.fixed_dictionaries(
    {},
    optional={
        "decision": decisions,
        "window_days": days,
        "window_from": anchors,
        "resolutions": offers,
        "methods": methods,
        "fee": fees,
        "restocking_percent": percents,
        "keep_item": st.booleans(),
        "store_credit_bonus_percent": percents,
        "require_photo": st.booleans(),
        "refund_on": refund_on,
    },
).filter(lambda then: then and not (then.get("decision") == "deny" and then.get("keep_item")))

rules = st.lists(st.fixed_dictionaries({"when": conditions, "then": thens}), max_size=8).map(
    lambda rules: [{"name": f"rule {index}", **rule} for index, rule in enumerate(rules)]
)

policies = st.fixed_dictionaries(
    {
        "window": st.fixed_dictionaries({"days": days, "from": anchors, "if_not_delivered": decisions}),
        "resolutions": offers,
        "methods": methods,
        "fee": fees,
        "restocking_percent": percents,
        "store_credit_bonus_percent": percents,
        "refund_on": refund_on,
        "require_photo_for": st.lists(st.sampled_from(REASONS), unique=True),
        "rules": rules,
    }
)


def fact_values(kind: Kind) -> st.SearchStrategy[Any]:
    if kind is Kind.TEXTS:
        return st.lists(st.sampled_from(WORDS), max_size=3)
    return scalars[kind]


line_facts = st.fixed_dictionaries(
    {
        "order.currency": st.just("USD"),
        "return.requested_on": st.just("2026-03-01"),
        "line.days_since_ordered": st.integers(0, 60),
        "line.days_since_shipped": st.none() | st.integers(0, 60),
        "return.reason": st.none() | st.sampled_from(REASONS),
        **{fact: st.none() | fact_values(FACTS[fact]) for fact in SOME_FACTS},
    }
)
