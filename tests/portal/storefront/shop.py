"""A shop that ships by ground within the country, and whose pages may ask for dates."""

from typing import Any

ORIGIN = "https://shop.acme.test"

NEWARK: dict[str, Any] = {
    "code": "NJ1",
    "kind": "warehouse",
    "country": "US",
    "postcode": "07001",
    "time_zone": "America/New_York",
    "working_days": ["mon", "tue", "wed", "thu", "fri"],
    "cutoff": "15:00",
    "handling_days": 1,
    "holidays": "US",
    "closed_on": [],
}
GROUND: dict[str, Any] = {
    "code": "ground",
    "carrier": "UPS",
    "service": "Ground",
    "name": "Standard",
    "from": ["NJ1"],
    "to": ["US", "JP", "GB"],
    "transit_days": {"min": 1, "max": 5},
    "carrier_days": ["mon", "tue", "wed", "thu", "fri", "sat"],
}
EXPRESS = GROUND | {"code": "express", "service": "Express", "name": "Express", "to": ["CA"]}
SHOP: dict[str, Any] = {
    "storefront_origins": [ORIGIN],
    "locations": [NEWARK],
    "shipping_services": [GROUND, EXPRESS],
}
