"""What is worth knowing before deciding on a return: plain facts about shopper and order, and no score of them."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from commerce.database import run
from returns.models.requests import Return
from returns.statuses import FREES_UNITS

MANY_RETURNS, MANY_CLAIMS = 3, 2
DEAR = 3  # times what a return of this shop is worth in the middle
ENOUGH = 20  # returns, before there is a middle to speak of


class Known(NamedTuple):
    """What the shop's own rows tell. Counts are of the shopper's last year, without what is looked at.

    `middle` is what half of the shop's last returns were worth at most, in minor units, from `sample` of them.
    `places` are the postcodes that the shopper's other orders went to.
    """

    orders: int
    returns: int
    units: int
    empty: int
    odd: int
    claims: int
    worth: int
    middle: int | None
    sample: int
    place: str | None
    places: list[str]


class Hint(NamedTuple):
    """A fact by its code, with the numbers of its sentence."""

    code: str
    values: dict[str, Any]


def of(request: Return) -> list[Hint]:
    """The hints on a return; one statement whatever the history."""
    values = {"merchant": request.merchant_id, "order": request.order_id, "return": request.id}
    [row] = run(KNOWN, values | {"email": request.order.email, "freed": [one.value for one in FREES_UNITS]})
    return list(hints(Known(*row), request.currency))


def hints(known: Known, currency: str) -> Iterator[Hint]:
    """Each fact that stands out, those that weigh most first."""
    if known.empty:
        yield Hint("empty_box", {"number": known.empty})
    if known.odd:
        yield Hint("odd_contents", {"number": known.odd})
    if known.returns >= MANY_RETURNS:
        yield Hint("many_returns", {"returns": known.returns, "orders": known.orders})
    if known.claims >= MANY_CLAIMS:
        yield Hint("many_claims", {"number": known.claims})
    if known.middle and known.sample >= ENOUGH and known.worth >= DEAR * known.middle:
        yield Hint("dear", {"worth": known.worth, "middle": known.middle, "currency": currency})
    if known.place and known.places and known.place not in known.places:
        yield Hint("new_address", {"number": len(known.places)})


KNOWN = """
WITH others AS (
    SELECT * FROM orders WHERE merchant_id = %(merchant)s AND email = %(email)s AND id <> %(order)s
        AND placed_at > now() - interval '1 year'
), bought AS (
    SELECT id FROM others UNION SELECT %(order)s::bigint
), theirs AS (
    SELECT r.id FROM bought JOIN returns r ON r.merchant_id = %(merchant)s AND r.order_id = bought.id
    WHERE r.id <> %(return)s AND NOT r.status = ANY(%(freed)s)
), lines AS (
    SELECT l.* FROM theirs JOIN return_lines l ON l.merchant_id = %(merchant)s AND l.return_id = theirs.id
), receipts AS (
    SELECT r.receipt FROM lines CROSS JOIN LATERAL jsonb_array_elements(receipts) AS r(receipt)
), latest AS (
    SELECT l.worth FROM (
        SELECT id FROM returns WHERE merchant_id = %(merchant)s AND id <> %(return)s ORDER BY id DESC LIMIT 200
    ) r CROSS JOIN LATERAL (
        SELECT sum(share) AS worth FROM return_lines WHERE merchant_id = %(merchant)s AND return_id = r.id
    ) l
)
SELECT (SELECT count(*) FROM others), (SELECT count(*) FROM theirs),
    (SELECT coalesce(sum(quantity), 0)::int FROM lines),
    (SELECT coalesce(sum((receipt ->> 'quantity')::int), 0)::int FROM receipts WHERE receipt ->> 'condition' = 'empty'),
    (SELECT coalesce(sum((receipt ->> 'quantity')::int), 0)::int FROM receipts
        WHERE receipt ->> 'condition' = 'wrong_item'),
    (SELECT count(*) FROM bought JOIN claims c ON c.merchant_id = %(merchant)s AND c.order_id = bought.id),
    (SELECT coalesce(sum(share), 0)::bigint FROM return_lines
        WHERE merchant_id = %(merchant)s AND return_id = %(return)s),
    (SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY worth)::bigint FROM latest), (SELECT count(*) FROM latest),
    (SELECT ship_to ->> 'postcode' FROM orders WHERE merchant_id = %(merchant)s AND id = %(order)s),
    (SELECT coalesce(array_agg(DISTINCT ship_to ->> 'postcode') FILTER (WHERE ship_to ->> 'postcode' IS NOT NULL), '{}')
        FROM others)
"""
