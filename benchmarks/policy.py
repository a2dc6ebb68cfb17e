"""Judging returns: orders of ten lines by a policy of forty rules, beside a plain loop of the same comparisons."""

import datetime as dt
import gc
import operator
import time
from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.rounds import Result, at_least, at_most, ratio
from returns.case import AskedLine, Case, Customer, Merchant, Order, OrderLine, Packed, Parcel
from returns.eligibility import assess
from returns.policy.compiled import CompiledPolicy, compile_policy

RULES, LINES = 40, 10
SECONDS = 0.2
SHARE = 0.25  # of what the plain loop does, which knows nothing of windows, money, counts and messages
TRACE = 3.0
PLACED = dt.datetime(2026, 11, 2, 14, 30, tzinfo=dt.UTC)
TESTS: list[tuple[str, str, Any]] = [
    ("line.sku", "eq", "SKU-{n}"),
    ("line.tags", "contains", "tag-{n}"),
    ("line.product_type", "in", ["type-{n}", "other-{n}"]),
    ("line.unit_paid", "lt", 20),
    ("line.discount_percent", "gte", 90),
    ("line.days_since_delivered", "gt", 300),
    ("order.country", "in", ["AA", "BB"]),
    ("customer.tags", "contains", "vip-{n}"),
    ("return.reason", "eq", "other"),
    ("return.value", "gt", 10_000_000),
]
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "contains": operator.contains,
    "in": lambda actual, value: actual in value,
    "lt": operator.lt,
    "gte": operator.ge,
    "gt": operator.gt,
}


def test(number: int, shift: int) -> dict[str, Any]:
    fact, op, value = TESTS[(number * 3 + shift) % len(TESTS)]
    named = [one.format(n=number) for one in value] if isinstance(value, list) else value
    return {"fact": fact, "op": op, "value": named.format(n=number) if isinstance(named, str) else named}


def policy() -> dict[str, Any]:
    """Forty rules of one to three tests; every tenth holds for a line and sets a term."""
    rules: list[dict[str, Any]] = []
    for number in range(RULES):
        tests = [test(number, shift) for shift in range(1 + number % 3)]
        when: dict[str, Any] = {"any" if number % 4 == 3 else "all": tests}
        then: dict[str, Any] = {"decision": "deny"}
        if number % 10 == 9:
            when = {"fact": "line.sku", "op": "eq", "value": f"SKU-{number // 10}"}
            then = {"window_days": 30 + number, "message": "A window of its own."}
        rules.append({"name": f"Rule {number}", "when": when, "then": then})
    return {"window": {"days": 30}, "fee": 300, "store_credit_bonus_percent": 10, "rules": rules}


def order() -> Case:
    """Ten lines in one parcel, delivered a week ago, each asked for."""
    lines = tuple(
        OrderLine(
            f"L{number}",
            2,
            2500 + number,
            discount=100,
            tax=70,
            sku=f"SKU-{number}",
            product_type="tops",
            tags=("summer", "linen"),
        )
        for number in range(LINES)
    )
    parcel = Parcel(
        "S1",
        tuple(Packed(line.id, 2) for line in lines),
        shipped_at=PLACED + dt.timedelta(days=1),
        delivered_at=PLACED + dt.timedelta(days=3),
        carrier="UPS",
    )
    return Case(
        Merchant("USD", ZoneInfo("America/New_York")),
        Order("1001", PLACED, "USD", lines, locale="en", country="US"),
        (parcel,),
        PLACED + dt.timedelta(days=10),
        Customer("ada@example.com", ("friend",), 3, 1, PLACED),
        tuple(AskedLine(line.id, 1, "too_small") for line in lines),
    )


def per_second(work: Callable[[], object]) -> float:
    """How often in a second of one core it is done, whoever else uses the machine; without collections of garbage."""
    gc.collect()
    gc.disable()
    try:
        count, start = 0, time.process_time()
        while (taken := time.process_time() - start) < SECONDS:
            work()
            count += 1
        return count / taken
    finally:
        gc.enable()


def plain(compiled: CompiledPolicy, lines: list[Mapping[str, Any]]) -> Callable[[], int]:
    """Every test of every rule on every line, in as plain a loop as Python has."""
    rules = [[(test.fact, COMPARE[test.op], test.value) for test in rule.tests] for rule in compiled.rules]

    def compare() -> int:
        held = 0
        for facts in lines:
            for tests in rules:
                for fact, holds, value in tests:
                    actual = facts.get(fact)
                    if actual is not None and holds(actual, value):
                        held += 1
        return held

    return compare


def measure() -> list[Result]:
    """How quickly an order is judged, and what a trace costs."""
    compiled, case = compile_policy(policy()), order()
    judged = assess(case, compiled)
    loop = plain(compiled, [line.facts for line in judged.lines])
    share, detail = ratio(lambda: per_second(lambda: assess(case, compiled)), lambda: per_second(loop))
    cost, traced = ratio(
        lambda: per_second(lambda: assess(case, compiled).as_json(with_trace=False)),
        lambda: per_second(lambda: assess(case, compiled).as_json(with_trace=True)),
    )
    return [
        at_least("order of ten lines by forty rules / a plain loop of its comparisons", share, SHARE, detail),
        at_most("such an order with its trace / without", cost, TRACE, traced),
    ]
