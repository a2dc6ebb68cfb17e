"""A shop that ships by ground within the country, and whose pages may ask for dates."""

from typing import Any

from tests import sample_shop
from tests.sample_shop import NJ1

ORIGIN = "https://shop.acme.test"

NEWARK = NJ1 | {"holidays": "US"}
GROUND = sample_shop.GROUND | {"to": ["US", "JP", "GB"]}
EXPRESS = GROUND | {"code": "express", "service": "Express", "name": "Express", "to": ["CA"]}
SHOP: dict[str, Any] = {
    "storefront_origins": [ORIGIN],
    "locations": [NEWARK],
    "shipping_services": [GROUND, EXPRESS],
}
