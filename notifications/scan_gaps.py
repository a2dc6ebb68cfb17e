"""How long parcels are usually silent between two scans: learnt each night, looked up by lane."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from commerce.clock import now
from commerce.database import run, transaction
from eta_model.postcodes import compact

QUANTILE = 0.99  # with some six gaps to a parcel, one parcel in twenty is once silent for longer
LEAST_GAPS = 100
NEWEST = 50_000  # parcels of a merchant that are learnt from
LEAST = timedelta(days=1)

Gaps = Mapping[tuple[str, str, str, int], timedelta]
"""The longest usual gap by carrier, lane ('' for all), stage and weekday in UTC, Monday as 0."""


def learn(merchant_id: int) -> int:
    """Learn the merchant's gaps anew from its delivered parcels; returns how many there are."""
    moment = now()
    with transaction():
        facts = (merchant_id, NEWEST, merchant_id, merchant_id, merchant_id, QUANTILE, moment, LEAST_GAPS)
        learnt = run(LEARN, facts)
        run("DELETE FROM scan_gaps WHERE merchant_id = %s AND made_at < %s", (merchant_id, moment))
    return len(learnt)


def known(merchant_id: int, carriers: Sequence[str], lanes: Sequence[str]) -> Gaps:
    """What was learnt of some carriers on some lanes and at large, in one statement."""
    rows = run(KNOWN, (merchant_id, list(carriers), ["", *lanes]))
    return {(carrier, lane, stage, day): timedelta(hours=hours) for carrier, lane, stage, day, hours in rows}


def usual(gaps: Gaps, carrier: str, lane: str, stage: str, last_scan_at: datetime) -> timedelta | None:
    """How long it may be silent after that scan, a day at least: by its lane, else by its carrier, else None."""
    weekday = last_scan_at.weekday()
    gap = gaps.get((carrier, lane, stage, weekday)) or gaps.get((carrier, "", stage, weekday))
    return max(gap, LEAST) if gap else None


def lane_of(location: str | None, ship_to: Mapping[str, Any]) -> str:
    """`NJ1>US 94`: the location it left from, and the first two letters of the postcode it goes to."""
    postcode = compact(ship_to.get("postcode") or "")
    return f"{location or ''}>{ship_to.get('country') or ''} {postcode[:2]}"


# `lane_of` in SQL. Weekdays are UTC's there too.
LEARN = """
WITH parcels AS (
    SELECT s.id, s.parcel, coalesce(s.carrier, '') AS carrier,
        coalesce(s.location, '') || '>' || coalesce(o.ship_to->>'country', '') || ' '
        || left(upper(regexp_replace(coalesce(o.ship_to->>'postcode', ''), '[\\s.-]', '', 'g')), 2) AS lane
    FROM (
        SELECT * FROM shipments
        WHERE merchant_id = %s AND direction = 'outbound' AND delivered_at IS NOT NULL
        ORDER BY id DESC LIMIT %s
    ) s JOIN orders o ON o.merchant_id = %s AND o.id = s.order_id
), gaps AS (
    SELECT p.carrier, p.lane, c.status AS stage,
        extract(isodow FROM c.at AT TIME ZONE 'UTC')::int - 1 AS weekday,
        extract(epoch FROM lead(c.at) OVER (PARTITION BY p.id ORDER BY c.at) - c.at) / 3600 AS hours
    FROM parcels p JOIN scans c ON c.merchant_id = %s AND c.parcel = p.parcel
    WHERE c.listed AND c.at IS NOT NULL
)
INSERT INTO scan_gaps (merchant_id, carrier, lane, stage, weekday, hours, samples, made_at)
SELECT %s, carrier, coalesce(lane, ''), stage, weekday,
    percentile_cont(%s) WITHIN GROUP (ORDER BY hours), count(*), %s
FROM gaps WHERE hours > 0 AND stage IN ('in_transit', 'out_for_delivery')
GROUP BY GROUPING SETS ((carrier, lane, stage, weekday), (carrier, stage, weekday))
HAVING count(*) >= %s
ON CONFLICT (merchant_id, carrier, lane, stage, weekday) DO UPDATE SET
    hours = excluded.hours, samples = excluded.samples, made_at = excluded.made_at
RETURNING weekday
"""
KNOWN = """
SELECT carrier, lane, stage, weekday, hours FROM scan_gaps
WHERE merchant_id = %s AND carrier = ANY(%s) AND lane = ANY(%s)
"""
