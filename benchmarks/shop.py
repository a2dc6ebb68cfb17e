"""A shop with as many orders as wanted, made by SQL alone, so that millions take minutes."""

import psycopg

TOKEN = "substr(md5(n::text || 'page') || md5(n::text), 1, 32)"

ORDERS = f"""
INSERT INTO orders (merchant_id, number, placed_at, currency, locale, tags, discount_codes, customer, email, ship_to,
                    shipping, shipping_tax, page_token, page_version, created_at, updated_at)
SELECT %(merchant)s, 'N' || n, now() - interval '5 days', 'USD', 'en', '[]', '[]', '{{}}', 'c' || n || '@example.com',
       '{{"country": "US", "postcode": "94103", "city": "San Francisco"}}', 500, 0, {TOKEN}, 1, now(), now()
FROM generate_series(%(first)s::bigint, %(last)s::bigint) n
"""
LINES = """
INSERT INTO order_lines (merchant_id, order_id, line_id, position, sku, title, variant, quantity, unit_price, discount,
                         tax, collections, tags, final_sale, gift)
SELECT merchant_id, id, 'L' || l, l, 'SKU-' || l, 'Linen shirt ' || l, 'M', 1, 2500, 0, 0, '[]', '[]', false, false
FROM orders, generate_series(1, %(lines)s) l WHERE merchant_id = %(merchant)s AND id BETWEEN %(low)s AND %(high)s
"""
SHIPMENTS = """
INSERT INTO shipments (merchant_id, order_id, code, direction, carrier, service, tracking_number, parcel, location,
                       shipped_at, promised_on, status, attempted, created_at, updated_at, watch_at)
SELECT merchant_id, id, 'S' || substr(number, 2), 'outbound', 'UPS', 'Ground', 'T' || number, 'tn:T' || number, 'NJ1',
       now() - interval '4 days', current_date + 2, 'in_transit', false, now(), now(),
       now() + interval '1 day' + id %% 86400 * interval '1 second'
FROM orders WHERE merchant_id = %(merchant)s AND id BETWEEN %(low)s AND %(high)s
"""
PACKED = """
INSERT INTO shipment_lines (merchant_id, shipment_id, line_id, quantity)
SELECT s.merchant_id, s.id, l.line_id, l.quantity FROM shipments s
JOIN order_lines l ON l.merchant_id = s.merchant_id AND l.order_id = s.order_id
WHERE s.merchant_id = %(merchant)s AND s.order_id BETWEEN %(low)s AND %(high)s
"""
SCANS = """
INSERT INTO scans (merchant_id, parcel, fingerprint, at, status, status_detail, message, place, source, listed,
                   received_at)
SELECT merchant_id, parcel, md5(parcel || k), now() - interval '4 days' + k * interval '5 hours', 'in_transit',
       'arrived_at_facility', 'Arrived at facility', '{"city": "Newark", "region": "NJ", "country": "US"}',
       'easypost', true, now()
FROM shipments, generate_series(1, %(scans)s) k
WHERE merchant_id = %(merchant)s AND order_id BETWEEN %(low)s AND %(high)s
"""
AT_ONCE = 250_000


def token_of(number: int) -> str:
    """The page token of order `N<number>`."""
    import hashlib

    def md5(text: str) -> str:
        return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()

    return (md5(f"{number}page") + md5(str(number)))[:32]


def fill(database_url: str, merchant_id: int, orders: int, *, lines: int = 1, scans: int = 1) -> None:
    """Make that many orders, one shipment each, for the merchant; numbers go on from 1."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(
            "SET session_replication_role = replica"
        )  # the rows fit; to check each takes hours
        for first in range(1, orders + 1, AT_ONCE):
            last = min(first + AT_ONCE - 1, orders)
            facts = {"merchant": merchant_id, "first": first, "last": last, "lines": lines, "scans": scans}
            before = connection.execute("SELECT coalesce(max(id), 0) FROM orders").fetchone()
            connection.execute(ORDERS, facts)
            after = connection.execute("SELECT max(id) FROM orders").fetchone()
            facts |= {"low": before[0] + 1, "high": after[0]}
            for statement in (LINES, SHIPMENTS, PACKED, SCANS):
                connection.execute(statement, facts)
        connection.execute("VACUUM (ANALYZE) orders, order_lines, shipments, shipment_lines, scans")
