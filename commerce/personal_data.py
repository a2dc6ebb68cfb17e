"""What is known of a shopper, over all tables: found, told, and blanked for good.

Each package lists its own tables as `Held`; a table that holds anything of a shopper stands in one of the lists.
Orders are known by the shopper's e-mail address; an order without one is its own shopper.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote_plus

from flask import current_app

from commerce import audit, ids
from commerce.clock import now
from commerce.database import run, transaction
from commerce.models import PHONE
from commerce.orders import normalised
from commerce.schedule import periodic

AT_MOST = 200  # orders shown of one search
FEW_LETTERS = 4  # fewer tell nobody apart
ENOUGH_LETTERS = 8  # to look for among what is not known to be the order's

Params = dict[str, Any]


@dataclass(frozen=True)
class Held:
    """Rows `t` of a table that belong to an order, or to a person where `of_order` is not set.

    `where` and `blank` are SQL with `%(order)s`, `%(number)s`, `%(email)s`, `%(digests)s` and `%(words)s`; `blank`
    is what is set, and without it the rows are deleted. `kept` rows are told and stay. `hidden` columns are not
    told.
    """

    table: str
    where: str
    blank: str | None = None
    of_order: bool = True
    kept: bool = False
    told: bool = True
    hidden: tuple[str, ...] = field(default=())

    @property
    def telling(self) -> str:
        """The rows as JSON objects."""
        hidden = ", ".join(f"'{name}'" for name in ("merchant_id", *self.hidden))
        return f"SELECT to_jsonb(t) - ARRAY[{hidden}] FROM {self.table} t WHERE {self._those}"  # noqa: S608

    @property
    def blanking(self) -> str:
        """What makes the rows say nothing of anybody."""
        if self.blank is None:
            return f"DELETE FROM {self.table} t WHERE {self._those}"  # noqa: S608
        return f"UPDATE {self.table} t SET {self.blank} WHERE {self._those}"  # noqa: S608

    @property
    def _those(self) -> str:
        return f"t.merchant_id = %(merchant)s AND ({self.where})"


OF_ORDER = "t.order_id = %(order)s"
SPEAKS = "EXISTS (SELECT FROM unnest(%(words)s::text[]) w WHERE position(lower(w) in lower({})) > 0)"
"""Whether a text has any of the shopper's own words: a name, an address, a number."""
BYTES_SPEAK = (
    "EXISTS (SELECT FROM unnest(%(spelled)s::text[]) w WHERE position(convert_to(w, 'UTF8') in t.body) > 0)"
)

HELD: list[Held] = [
    Held("order_lines", OF_ORDER, kept=True),
    Held("order_notes", OF_ORDER, "text = '–'"),
    Held(
        "events",
        f"t.data ->> 'order' = %(number)s AND {SPEAKS.format('t.data::text')}",
        "data = jsonb_build_object('order', t.data -> 'order')",
        told=False,
    ),
    Held("kept_answers", BYTES_SPEAK, told=False),
]
"""Every package adds its own."""

ORDER = Held(
    "orders",
    "t.id = %(order)s",
    """
    customer = '{}', email = NULL, page_version = t.page_version + 1, updated_at = %(now)s,
    ship_to = jsonb_strip_nulls(jsonb_build_object('country', t.ship_to -> 'country', 'region', t.ship_to -> 'region')),
    page_token = CASE WHEN t.customer = '{}' THEN t.page_token ELSE %(token)s END
    """,
    hidden=("page_token",),
)
FIND = f"""
SELECT id, number, placed_at, customer ->> 'name', email, customer, ship_to FROM orders
WHERE merchant_id = %(merchant)s AND id IN (
    SELECT id FROM orders WHERE merchant_id = %(merchant)s AND number = %(asked)s
    UNION SELECT id FROM orders WHERE merchant_id = %(merchant)s AND email = %(email)s
    UNION SELECT id FROM orders WHERE merchant_id = %(merchant)s AND {PHONE} = %(digits)s AND {PHONE} <> ''
) ORDER BY placed_at DESC, id LIMIT %(most)s
"""  # noqa: S608 - nothing but our own words is put in


@dataclass(frozen=True)
class Known:
    """An order whose shopper is looked for; `words` are what they are called in it."""

    id: int
    number: str
    placed_at: datetime
    name: str | None
    email: str | None
    words: tuple[str, ...]


def find(merchant_id: int, asked: str, most: int = AT_MOST) -> list[Known]:
    """Orders by number, e-mail address or phone number (all its digits), newest first."""
    asked = asked.strip()
    if not asked or not asked.isprintable():
        return []
    digits = "".join(one for one in asked if one.isascii() and one.isdigit())
    is_phone = digits if len(digits) >= 7 and "@" not in asked else ""
    values = {"merchant": merchant_id, "asked": asked, "email": normalised(asked), "digits": is_phone}
    return [known(*row) for row in run(FIND, values | {"most": most})]


def known(
    order_id: int,
    number: str,
    placed_at: datetime,
    name: str | None,
    email: str | None,
    customer: dict[str, Any],
    ship_to: dict[str, Any],
) -> Known:
    told = [email, *(customer.get(key) for key in ("name", "email", "phone"))]
    told += [ship_to.get(key) for key in ("name", "phone", "line1")]
    words = tuple(dict.fromkeys(word for word in told if isinstance(word, str) and len(word) >= FEW_LETTERS))
    return Known(order_id, number, placed_at, name, email, words)


def of_order(merchant_id: int, number: str) -> list[Known]:
    """The order of that number, for who has no address."""
    return [one for one in find(merchant_id, number) if one.number == number]


def export(merchant_id: int, email: str) -> dict[str, Any]:
    """All that is known of whoever has that address: by order, by table; `elsewhere` what no order leads to."""
    with transaction():
        orders = whole(merchant_id, email)
        found = {"email": email, "orders": export_orders(merchant_id, orders)}
        return found | {"elsewhere": told(person_params(merchant_id, email, orders), of_order=False)}


def export_orders(merchant_id: int, orders: Sequence[Known]) -> list[dict[str, list[Any]]]:
    """What is known of each order's shopper, by table."""
    return [told(order_params(merchant_id, one), of_order=True) for one in orders]


def whole(merchant_id: int, email: str) -> list[Known]:
    """All orders of an address, however many."""
    values = {"merchant": merchant_id, "asked": None, "email": normalised(email) or "", "digits": ""}
    return [known(*row) for row in run(FIND, values | {"most": None})]


def told(params: Params, *, of_order: bool) -> dict[str, list[Any]]:
    listed = [one for one in (ORDER, *HELD) if one.of_order == of_order and one.told]
    found = {one.table: [row for (row,) in run(one.telling, params)] for one in listed}
    return {table: rows for table, rows in found.items() if rows}


def erase(merchant_id: int, email: str, by: str) -> list[str]:
    """Blank all that is known of an address: each order in a transaction of its own, the rest in one more.

    Returns the numbers of the orders; again, it finds nothing more. `by` stands in the log, the shopper does not.
    """
    orders = whole(merchant_id, email)
    for one in orders:
        erase_order(merchant_id, one, by)
    blank(person_params(merchant_id, email, orders), of_order=False)
    return [one.number for one in orders]


def erase_order(merchant_id: int, order: Known, by: str) -> None:
    """Blank what an order tells of its shopper; what was bought, sent and paid stays."""
    with transaction():
        blank(order_params(merchant_id, order), of_order=True)
        audit.write(merchant_id, by, "shopper_erased", f"order {order.number}")


def blank(params: Params, *, of_order: bool) -> None:
    with transaction():
        for one in (*HELD, ORDER):  # the order last: the others are found by what it says
            if one.of_order == of_order and not one.kept:
                run(one.blanking, params)


def order_params(merchant_id: int, order: Known) -> Params:
    return {
        "merchant": merchant_id,
        "order": order.id,
        "number": order.number,
        "words": list(order.words),
        "spelled": spelled(order.words),
        "token": ids.token(),
        "now": now(),
    }


def person_params(merchant_id: int, email: str, orders: Sequence[Known]) -> Params:
    """The person's own words are those of all their orders."""
    words = list(dict.fromkeys((email, *(word for order in orders for word in order.words))))
    vault = current_app.extensions["vault"]
    digests = [vault.digest(word.strip().casefold()) for word in words]
    values = {"email": normalised(email), "words": words, "spelled": spelled(words), "digests": digests}
    return {"merchant": merchant_id, "now": now()} | values


def spelled(words: Sequence[str]) -> list[str]:
    """Words that tell a person apart, as they may stand in a body: as they are, as JSON and as forms escape them.

    A phone number is looked for by its digits too, for some write it without its plus sign or with its country.
    What has another of them in it is left out.
    """
    telling = [word for word in words if len(word) >= ENOUGH_LETTERS]
    telling += [digits for digits in map(phone_digits, telling) if digits]
    forms = {form for word in telling for form in (word, json.dumps(word)[1:-1], quote_plus(word))}
    return sorted(one for one in forms if not any(other in one for other in forms - {one}))


def phone_digits(word: str) -> str | None:
    """A phone number's digits from the first that is no zero, where there are enough to tell one apart."""
    digits = "".join(one for one in word if one.isascii() and one.isdigit()).lstrip("0")
    return digits if len(digits) > ENOUGH_LETTERS and not any(map(str.isalpha, word)) else None


@periodic("forget-shoppers", every=timedelta(days=1), offset=timedelta(hours=5), limit=timedelta(hours=2))
def forget_shoppers() -> int:
    """Blank the shoppers of orders older than their shop keeps them; returns of how many orders."""
    with transaction():
        shops = run(KEEPING)
    return sum(forget_older(merchant_id, now() - timedelta(days=days)) for merchant_id, days in shops)


def forget_older(merchant_id: int, before: datetime) -> int:
    """Blank the shoppers of one shop's orders from before a time."""
    gone, after = 0, (LONG_AGO, 0)
    while batch := too_old(merchant_id, before, after):
        for row in batch:
            erase_order(merchant_id, known(*row), BY_RETENTION)
        gone += len(batch)
        after = (batch[-1][2], batch[-1][0])  # so that what was blanked is not looked at again
    return gone


def too_old(merchant_id: int, before: datetime, after: tuple[datetime, int]) -> list[tuple[Any, ...]]:
    """The next orders to be blanked, after the (placed_at, id) of the last."""
    values = {"merchant": merchant_id, "before": before, "at": after[0], "id": after[1], "most": AT_MOST}
    with transaction():
        return run(TOO_OLD, values)


BY_RETENTION = "retention"
LONG_AGO = datetime(1, 1, 2, tzinfo=UTC)
KEEPING = """
SELECT id, (config -> 'retention' ->> 'shoppers')::integer FROM merchants
WHERE config -> 'retention' ->> 'shoppers' IS NOT NULL ORDER BY id
"""
TOO_OLD = """
SELECT id, number, placed_at, customer ->> 'name', email, customer, ship_to FROM orders
WHERE merchant_id = %(merchant)s AND customer <> '{}' AND placed_at < %(before)s
    AND (placed_at, id) > (%(at)s::timestamptz, %(id)s::bigint)
ORDER BY placed_at, id LIMIT %(most)s
"""
