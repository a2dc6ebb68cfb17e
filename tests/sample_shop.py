"""A warehouse and a service as a merchant's file has them, for tests that need some shop."""

from typing import Any

NJ1: dict[str, Any] = {
    "code": "NJ1",
    "kind": "warehouse",
    "country": "US",
    "postcode": "07001",
    "time_zone": "America/New_York",
    "working_days": ["mon", "tue", "wed", "thu", "fri"],
    "cutoff": "15:00",
    "handling_days": 1,
    "holidays": None,
    "closed_on": [],
}
GROUND: dict[str, Any] = {
    "code": "ground",
    "carrier": "UPS",
    "service": "Ground",
    "name": "Standard",
    "from": ["NJ1"],
    "to": ["US"],
    "transit_days": {"min": 1, "max": 5},
    "carrier_days": ["mon", "tue", "wed", "thu", "fri", "sat"],
}
SHOP = {"locations": [NJ1], "shipping_services": [GROUND]}
