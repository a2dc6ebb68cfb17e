"""A draft policy tried on a hundred thousand past returns, by the command that merchants type."""

import json
import resource
import time

import psycopg

from benchmarks import merchant, shop
from benchmarks.policy import policy
from benchmarks.rounds import Result, at_most
from benchmarks.stage import staged

RETURNS, SECONDS, MEGABYTES = 100_000, 60, 400
DELIVERED = "UPDATE shipments SET status = 'delivered', delivered_at = now() - interval '2 days'"
ASKED_BACK = """
INSERT INTO returns (merchant_id, order_id, code, page_token, status, requested_at, currency, is_gift, policy_version,
                     home_currency, locales, refund_on, fee_waived_for, ship_within_days, order_paid, shipping_refund,
                     updated_at)
SELECT merchant_id, id, 'ret_' || number, 'r' || page_token, 'requested', now(), 'USD', false, 1, 'USD', '["en"]',
       'received', '[]', 14, 5500, 0, now()
FROM orders
"""
LINES = """
INSERT INTO return_lines (merchant_id, return_id, position, line_id, quantity, reason, resolution, photos, keep_item,
                          decision, facts, reasons, drawn, share, fee, restocking_percent, bonus_percent,
                          received_quantity, accepted_quantity, rejected_quantity, written_off_quantity,
                          released_quantity, receipts)
SELECT merchant_id, id, l, 'L' || l, 1, 'too_small', 'refund', '[]', false, 'allow', '{}', '[]', '[]', 2500, 0, 0, 0,
       0, 0, 0, 0, 0, '[]'
FROM returns, generate_series(1, 2) l
"""


def measure() -> list[Result]:
    """The seconds it takes, and the memory of its largest process in megabytes."""
    with staged() as stage:
        shop.fill(stage.database_url, merchant.make(stage), RETURNS, lines=2)
        with psycopg.connect(stage.database_url, autocommit=True) as connection:
            connection.execute("SET session_replication_role = replica")
            for statement in (DELIVERED, ASKED_BACK, LINES):
                connection.execute(statement)
            connection.execute("VACUUM (ANALYZE) returns, return_lines, shipments")
        draft = stage.folder / "draft.json"
        draft.write_text(json.dumps(policy()), encoding="utf-8")
        begun = time.perf_counter()
        command = ("returns", "simulate", "bench", "--policy", str(draft), "--since", "2020-01-01", "--json")
        told = json.loads(stage.run(*command))
        seconds = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    seen = {"returns": told["cases"], "lines": told["lines"]}
    return [
        at_most(f"seconds to try a draft on {RETURNS:,} past returns", seconds, SECONDS, seen),
        at_most("megabytes of its largest process", memory, MEGABYTES, {}),
    ]
