"""The rest of a shop with many orders, made by SQL alone: parcels' fates, returns, money, claims, notices, figures.

Each list is longer than a page in a shop of ten thousand orders too, so that pages are alike but for what is behind.
"""

import psycopg

OF = "merchant_id = %(merchant)s"
FATES = f"""
UPDATE shipments SET delivered_at = CASE WHEN id %% 20 <> 0 THEN now() - interval '1 day' END,
    last_scan_at = now() - (1 + id %% 6) * interval '1 day',
    status = CASE WHEN id %% 20 <> 0 THEN 'delivered' WHEN id %% 100 = 0 THEN 'failure' ELSE 'in_transit' END,
    action_required = CASE WHEN id %% 100 = 0 THEN 'merchant' END,
    promised_on = current_date + (id %% 9)::int - 4
WHERE {OF}
"""
SPREAD = f"""
UPDATE orders SET placed_at = now() - id %% 365 * interval '1 day',
    customer = '{{"name": "Ada Lovelace", "email": "ada@example.com"}}',
    email = CASE WHEN id %% 50 = 0 THEN 'c' || id %% 5000 || '@example.com' ELSE email END
WHERE {OF}
"""
RETURNS = f"""
INSERT INTO returns (merchant_id, order_id, code, page_token, status, requested_at, approved_at, received_at, currency,
    is_gift, policy_version, home_currency, locales, refund_on, fee_waived_for, ship_within_days, order_paid,
    shipping_refund, updated_at)
SELECT merchant_id, id, 'ret_' || substr(number, 2), md5(number || 'return') , CASE
        WHEN id %% 100 = 0 THEN 'requested' WHEN id %% 100 = 10 THEN 'received' WHEN id %% 100 = 20 THEN 'in_transit'
        ELSE 'completed' END,
    placed_at + interval '6 days', placed_at + interval '6 days', placed_at + interval '9 days', 'USD', false, 1, 'USD',
    '["en"]', 'received', '[]', 14, 5500, 0, now()
FROM orders WHERE {OF} AND (id %% 5 = 0 OR number = 'N77')
"""
RETURN_LINES = f"""
INSERT INTO return_lines (merchant_id, return_id, position, line_id, quantity, reason, resolution, photos, keep_item,
    decision, facts, reasons, drawn, share, fee, restocking_percent, bonus_percent, received_quantity,
    accepted_quantity, rejected_quantity, written_off_quantity, released_quantity, receipts)
SELECT merchant_id, id, 0, 'L1', 1, 'too_small', 'refund', '[]', false, 'allow', '{{}}', '[]', '[]', 2500, 0, 0, 0,
    CASE WHEN received_at IS NULL THEN 0 ELSE 1 END, 0, 0, 0, 0, '[]'
FROM returns WHERE {OF}
"""
LABELS = f"""
INSERT INTO return_labels (merchant_id, return_id, shipment_code, status, tracking_number, created_at)
SELECT merchant_id, id, 'R' || substr(code, 5), 'bought', 'TR' || substr(code, 5), now() FROM returns WHERE {OF}
"""
REFUNDS = f"""
INSERT INTO refunds (merchant_id, order_id, return_id, code, kind, amount, principal, currency, status, gateway,
    created_at, settled_at)
SELECT merchant_id, order_id, id, 'ref_' || id, 'refund', 2500, 2500, 'USD',
    CASE WHEN id %% 50 = 0 THEN 'failed' ELSE 'succeeded' END, 'stripe', now(), now()
FROM returns WHERE {OF} AND status IN ('completed', 'received')
"""
CLAIMS = f"""
INSERT INTO claims (merchant_id, order_id, code, kind, status, lines, photos, open_at)
SELECT merchant_id, id, 'clm_' || id, 'lost', CASE WHEN id %% 100 = 0 THEN 'open' ELSE 'resolved' END, '[]', '[]',
    now() - id %% 365 * interval '1 day'
FROM orders WHERE {OF} AND id %% 50 = 0
"""
NOTICES = f"""
INSERT INTO notices (merchant_id, code, key, kind, channel, order_id, shipment_id, incident, recipient_masked, locale,
    status, told, news_at, due_at, attempts, created_at, sent_at)
SELECT merchant_id, 'ntc_' || id, 'delayed:' || id, 'delayed', 'email', order_id, id, '', 'a@e', 'en', CASE
        WHEN id %% 100 = 0 THEN 'failed' WHEN id %% 100 = 1 THEN 'bounced' WHEN id %% 7 = 0 THEN 'skipped'
        ELSE 'sent' END, '{{}}', now(), now(), 1, now() - id %% 365 * interval '1 day', now()
FROM shipments WHERE {OF}
"""
CHANGES = f"""
INSERT INTO audit_entries (merchant_id, at, person, action, subject, before, after)
SELECT merchant_id, now(), 'ada@bench.test', 'order_noted', 'order ' || number, '{{}}', '{{}}' FROM orders
WHERE {OF} AND id %% 20 = 0
"""
# Two hundred products over a year: what a shop with many orders has in all weeks, one with few in some.
FIGURES = """
INSERT INTO insight_weeks (merchant_id, measure, dimension, week, value, count, total)
SELECT %(merchant)s, measure, dimension, date_trunc('week', now())::date - 7 * week, value, 1 + week, week
FROM unnest(ARRAY['promised', 'transit', 'told_before', 'told_after', 'not_told', 'feedback', 'sold', 'came_back',
        'returned', 'refund_time', 'bought_again', 'claims']) measure
CROSS JOIN generate_series(0, 51) week
CROSS JOIN LATERAL (
    SELECT '' AS dimension, '' AS value
    UNION ALL SELECT 'carrier', 'Carrier ' || n FROM generate_series(1, 5) n
    UNION ALL SELECT 'country', chr(65 + n) || 'X' FROM generate_series(1, 20) n
    UNION ALL SELECT 'product', 'Product ' || n FROM generate_series(1, least(200, %(orders)s / 52)) n
    UNION ALL SELECT 'size', 'Size ' || n FROM generate_series(1, 30) n
    UNION ALL SELECT 'reason', 'reason_' || n FROM generate_series(1, 8) n
) each
"""
TABLES = (
    "orders, shipments, returns, return_lines, return_labels, refunds, claims, notices, audit_entries, "
    "insight_weeks"
)


def fill(database_url: str, merchant_id: int) -> None:
    """Give the merchant's orders a past."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        [orders] = connection.execute(
            f"SELECT count(*) FROM orders WHERE {OF}", {"merchant": merchant_id}
        ).fetchone()
        facts = {"merchant": merchant_id, "orders": orders}
        for statement in (
            SPREAD,
            FATES,
            RETURNS,
            RETURN_LINES,
            LABELS,
            REFUNDS,
            CLAIMS,
            NOTICES,
            CHANGES,
            FIGURES,
        ):
            connection.execute(statement, facts)
        connection.execute(f"VACUUM (ANALYZE) {TABLES}")
