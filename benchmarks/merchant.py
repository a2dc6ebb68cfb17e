"""The merchant of the benchmarks, made as an operator would make it."""

import json

import psycopg

from benchmarks.stage import Stage

SECRET = "benchmark secret"
FILE = f"""
slug: bench
name: Bench & Co
country: US
currency: USD
time_zone: America/New_York
locales: [en, ja, ko]
locations:
  - {{code: NJ1, kind: warehouse, country: US, postcode: "07001", time_zone: America/New_York,
     working_days: [mon, tue, wed, thu, fri], cutoff: "15:00", handling_days: 1}}
shipping_services:
  - {{code: ground, carrier: UPS, service: Ground, name: Standard, from: [NJ1], to: [US],
     transit_days: {{min: 1, max: 5}}, carrier_days: [mon, tue, wed, thu, fri, sat]}}
integrations:
  easypost: {{webhook_secret: "{SECRET}"}}
"""


def make(stage: Stage) -> int:
    """Apply the merchant's file; returns the merchant's id."""
    path = stage.folder / "merchant.yaml"
    path.write_text(FILE, encoding="utf-8")
    json.loads(stage.run("merchants", "apply", str(path), "--json"))
    with psycopg.connect(stage.database_url) as connection:
        return int(connection.execute("SELECT id FROM merchants WHERE slug = 'bench'").fetchone()[0])
