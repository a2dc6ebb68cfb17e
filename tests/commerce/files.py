"""Merchants' files for tests."""

LEAST = """\
slug: acme
name: Acme
country: NO
currency: NOK
time_zone: Europe/Oslo
"""

WHOLE = """\
slug: acme
name: Acme Outfitters
country: US # the seller's
currency: USD
time_zone: America/New_York
locales: [en, ja, ko]
brand:
  accent: "#1f6f5c"
  support_email: help@acme.test
  policy_url: https://acme.test/returns
storefront_origins: ["https://shop.acme.test"]
locations:
  - code: NJ1
    kind: warehouse
    country: US
    postcode: 07001
    working_days: [mon, tue, wed, thu, fri]
    cutoff: 15:00
    handling_days: 1
    holidays: US
    closed_on: [2026-12-24]
shipping_services:
  - code: ground
    carrier: UPS
    service: Ground
    name: Standard
    from: [NJ1]
    to: [US, NO]
    transit_days: {min: 1, max: 5}
    carrier_days: [mon, sat]
promise: {confidence: 0.9, show: range}
tracking: {stalled_after_days: 4, page_path: /track}
integrations:
  easypost: {api_key: EZ-secret-1, webhook_secret: hook-secret-2}
notifications: {}
return_policy: {window: {days: 30}}
"""


def changed(content: str, old: str, new: str) -> str:
    """The file with one thing written otherwise."""
    assert old in content
    return content.replace(old, new, 1)
