"""What notices are about, as one row of plain values each: the order, its parcel, return or claim."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from commerce.database import run
from commerce.merchants import Known
from commerce.orders import CALLED_OFF
from eta_model.zones import zone_of
from notifications.phones import e164
from notifications.telling import DATED, Situation, Told
from tracking.statuses import FINAL

DELAYS = ("delayed", "promise_missed", "stalled", "not_shipped", "exception")
ON_THE_WAY = ("scheduled", "sending", "sent", "delivered")
OUT = ("sent", "delivered")
SAID = (list(DATED), list(DELAYS))


@dataclass(frozen=True)
class Subject:
    """An order and, where the notice is about one, its parcel, return or claim; `status` is that one's.

    `others` counts the order's other outbound parcels, and `waiting` those of them that are still under way.
    """

    merchant_id: int
    order_id: int
    shipment_id: int | None
    return_id: int | None
    claim_id: int | None
    locale: str | None
    email: str | None
    phone: str | None
    country: str | None
    postcode: str | None
    cancelled: bool
    code: str | None
    status: str | None
    delivered_at: datetime | None
    last_scan_at: datetime | None
    shipped_at: datetime | None
    ship_by: datetime | None
    others: int
    waiting: int
    told_of_delay: bool
    told_day: str | None
    told_window: list[str] | None

    def situation(self, slip_days: int) -> Situation:
        """What a decision is made from."""
        day = date.fromisoformat(self.told_day) if self.told_day else None
        earliest, latest = map(date.fromisoformat, self.told_window) if self.told_window else (None, None)
        return Situation(
            status=self.status,
            arrived=self.arrived,
            cancelled=self.cancelled,
            told=Told(self.told_of_delay, day, earliest, latest),
            slip_days=slip_days,
        )

    @property
    def order(self) -> tuple[int, int]:
        """Its order's key."""
        return self.merchant_id, self.order_id

    @property
    def arrived(self) -> bool:
        """Whether the parcel's journey is over."""
        return self.shipment_id is not None and (self.delivered_at is not None or self.status in FINAL)

    def address(self, kind: Literal["email", "phone"]) -> str | None:
        """The customer's address of that kind; of a gift that comes back, that of whoever got it.

        A number is read as people of the order's country write it, so that it is the one they write from.
        """
        return self.email or None if kind == "email" else e164(self.phone, self.country)

    def zone(self, merchant: Known) -> ZoneInfo:
        """The time zone that the order is sent to; the merchant's where that is not known."""
        known = zone_of(self.country, self.postcode or "") if self.country else merchant.config["time_zone"]
        return ZoneInfo(known)


def find(merchant_id: int, about: str, code: str) -> Subject | None:
    """The subject with that public id (an order's number), an inbound parcel left out; None for none.

    What waits to be told counts as told.
    """
    return find_all([(merchant_id, about, code)])[0]


def find_all(named: Sequence[tuple[int, str, str]]) -> list[Subject | None]:
    """The same for several (merchant, about, public id), with one statement for all that are about one thing."""
    found: list[Subject | None] = [None] * len(named)
    for about, sql in WANTED.items():
        places = [place for place, (_, what, _) in enumerate(named) if what == about]
        merchants, codes = ([named[place][part] for place in places] for part in (0, 2))
        for n, *row in run(sql + READ, (merchants, codes, *SAID, list(ON_THE_WAY))) if places else ():
            found[places[n - 1]] = Subject(*row)
    return found


def of_notices(notices: Sequence[tuple[int, int]]) -> dict[int, Subject]:
    """The subjects of notices (merchant, notice), by notice; what went out counts as told."""
    merchants, ids = [merchant for merchant, _ in notices], [notice for _, notice in notices]
    rows = run(NOTICES + READ, (merchants, ids, *SAID, list(OUT)))
    return {row[0]: Subject(*row[1:]) for row in rows}


def parcels(merchant_id: int, order_id: int, codes: Sequence[str]) -> list[Subject]:
    """Some parcels of one order, in the order of their making."""
    rows = run(PARCELS + READ, (merchant_id, order_id, list(codes), *SAID, list(OUT)))
    return [Subject(*row[1:]) for row in sorted(rows)]


NUMBERS = ("order_id", "shipment_id", "return_id", "claim_id")
NAMED = """
WITH w AS (
    SELECT named.place AS n, t.merchant_id, {}
    FROM unnest(%s::int[], %s::text[]) WITH ORDINALITY AS named(merchant_id, code, place)
    JOIN {} t ON t.merchant_id = named.merchant_id AND t.{} = named.code{}
)
"""


def wanted(table: str, numbers: Mapping[str, str], name: str = "code", besides: str = "") -> str:
    """The rows of a table by merchants and public ids, as `READ` takes them; `numbers` are its columns."""
    columns = (f"{numbers.get(number, 'NULL::bigint')} AS {number}" for number in NUMBERS)
    return NAMED.format(", ".join(columns), table, name, besides)


WANTED = {
    "order": wanted("orders", {"order_id": "t.id"}, "number"),
    "shipment": wanted(
        "shipments",
        {"order_id": "t.order_id", "shipment_id": "t.id"},
        besides=" AND t.direction = 'outbound'",
    ),
    "return": wanted("returns", {"order_id": "t.order_id", "return_id": "t.id"}),
    "claim": wanted("claims", {"order_id": "t.order_id", "claim_id": "t.id"}),
    "refund": wanted("refunds", {number: f"t.{number}" for number in ("order_id", "return_id", "claim_id")}),
}
PARCELS = """
WITH w AS (
    SELECT id AS n, merchant_id, order_id, id AS shipment_id, NULL::bigint AS return_id, NULL::bigint AS claim_id
    FROM shipments WHERE merchant_id = %s AND order_id = %s AND code = ANY(%s)
)
"""
NOTICES = """
WITH w AS (
    SELECT n.id AS n, n.merchant_id, n.order_id, n.shipment_id, n.return_id, n.claim_id
    FROM unnest(%s::int[], %s::bigint[]) AS named(merchant_id, id) JOIN notices n USING (merchant_id, id)
)
"""
READ = f"""
SELECT w.n, w.merchant_id, w.order_id, w.shipment_id, w.return_id, w.claim_id, o.locale,
    CASE WHEN r.is_gift THEN r.gift_email ELSE o.customer->>'email' END,
    CASE WHEN NOT coalesce(r.is_gift, false) THEN o.customer->>'phone' END,
    o.ship_to->>'country', o.ship_to->>'postcode', {CALLED_OFF},
    coalesce(s.code, r.code, c.code, o.number), coalesce(s.status, r.status, c.status), s.delivered_at,
    s.last_scan_at, s.shipped_at, r.ship_by,
    coalesce(parcels.others, 0), coalesce(parcels.waiting, 0), coalesce(said.of_delay, false),
    said.newest->>'expected_on', said.newest->'window'
FROM w JOIN orders o ON o.merchant_id = w.merchant_id AND o.id = w.order_id
LEFT JOIN shipments s ON s.merchant_id = w.merchant_id AND s.id = w.shipment_id
LEFT JOIN returns r ON r.merchant_id = w.merchant_id AND r.id = w.return_id
LEFT JOIN claims c ON c.merchant_id = w.merchant_id AND c.id = w.claim_id
LEFT JOIN LATERAL (
    SELECT count(*) AS others, count(*) FILTER (
        WHERE other.status NOT IN ('delivered', 'return_to_sender')
    ) AS waiting
    FROM shipments other
    WHERE other.merchant_id = w.merchant_id AND other.order_id = w.order_id AND other.id <> s.id
      AND other.direction = 'outbound' AND other.status <> 'cancelled'
) parcels ON s.id IS NOT NULL
LEFT JOIN LATERAL (
    SELECT count(*) > 0 AS of_delay, (array_agg(n.told ORDER BY n.id DESC) FILTER (
        WHERE n.kind = ANY(%s) AND n.told->>'expected_on' IS NOT NULL
    ))[1] AS newest
    FROM notices n
    WHERE n.merchant_id = w.merchant_id AND n.order_id = w.order_id
      AND n.shipment_id IS NOT DISTINCT FROM w.shipment_id AND n.kind = ANY(%s) AND n.status = ANY(%s)
) said ON w.return_id IS NULL AND w.claim_id IS NULL
"""  # noqa: S608 - nothing but our own words is put in


def had_trouble(merchant_id: int, order_id: int) -> bool:
    """Whether anything went wrong with an order that makes it a bad moment to ask how it was."""
    values = (merchant_id, order_id, list(DELAYS))
    return run(TROUBLE, values + (merchant_id, order_id) * 3) == [(True,)]


TROUBLE = """
SELECT EXISTS (
    SELECT FROM notices WHERE merchant_id = %s AND order_id = %s AND kind = ANY(%s)
) OR EXISTS (
    SELECT FROM shipments WHERE merchant_id = %s AND order_id = %s AND direction = 'outbound'
      AND (attempted OR status IN ('return_to_sender', 'failure', 'error'))
) OR EXISTS (
    SELECT FROM claims WHERE merchant_id = %s AND order_id = %s
) OR EXISTS (
    SELECT FROM returns WHERE merchant_id = %s AND order_id = %s AND status <> 'cancelled'
)
"""
