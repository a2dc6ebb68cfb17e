"""Orders to try the shop with: the simulated carrier brings them, and staff get what a shopper would."""

import secrets
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from commerce import orders
from commerce.clock import now
from commerce.database import transaction
from commerce.merchants import Known
from commerce.schemas import OrderSchema
from portal.console.blueprint import blueprint
from portal.console.gate import visit
from portal.console.order import noted, parcel_of
from portal.console.page import back
from portal.languages import _l
from tracking import sandbox, shipments
from tracking.providers.simulated import Life

DAY = timedelta(days=1)
LATE_SINCE = timedelta(days=4)  # so that it has not come yet, whatever its number and the day of the week
PROMISED_WITHIN = timedelta(days=4)
PRICE = 2500  # minor units, two of them: so that one can come back


@blueprint.post("/test-orders")
def make_test_order() -> AnyResponse:
    """Make an order to the signed-in person, whose parcel fares as they choose.

    A late one left long enough ago to be late now; any other's days pass in minutes.
    """
    told = request.form.get("life", "")
    if told not in set(Life):
        return back("orders", _l("Choose how its parcel fares."), "bad")
    life, number = Life(told), f"TEST-{secrets.randbelow(900_000) + 100_000}"
    with transaction():
        merchant = visit().merchant
        order, _ = orders.put(
            merchant.id, number, OrderSchema().load(bought(merchant, visit().staff.email, life))
        )
        shipments.create(merchant.id, order, parcel(merchant, number, life))
        noted("order_tried", f"order {number}", life=life.value)
    return back(
        "order", _l("The test order is made. What a shopper would be told comes to you."), number=number
    )


def bought(merchant: Known, email: str, life: Life) -> dict[str, Any]:
    """The order's body, going to where the shop's first location is."""
    here = location_of(merchant)
    return {
        "placed_at": left_at(life).isoformat(),
        "currency": merchant.config["currency"],
        "customer": {"email": email},
        "ship_to": {"country": here.get("country", "US"), "postcode": here.get("postcode")},
        "lines": [{"id": "1", "sku": "TEST", "title": "Test item", "quantity": 2, "unit_price": PRICE}],
    }


def left_at(life: Life) -> datetime:
    """When its parcel left."""
    return now() - LATE_SINCE if life is Life.LATE else now()


def promised_on(merchant: Known, life: Life) -> date:
    """The day it is promised for, on the shop's clock; yesterday for a late one."""
    promised = now() - DAY if life is Life.LATE else now() + PROMISED_WITHIN
    return promised.astimezone(ZoneInfo(merchant.config["time_zone"])).date()


def location_of(merchant: Known) -> dict[str, Any]:
    """The shop's first location, or nothing."""
    return next(iter(merchant.config["locations"]), {})


def parcel(merchant: Known, number: str, life: Life) -> dict[str, Any]:
    """The fields of its shipment; the number tells the simulated carrier how it fares."""
    late = life is Life.LATE
    here = location_of(merchant)
    named = life.value.upper().replace("_", "-")
    return {
        "id": f"{number}-1",
        "carrier": sandbox.CARRIER,
        "tracking_number": f"SIM-{named}-{number}" if late else f"SIM-{sandbox.QUICK}-{named}-{number}",
        "location": here.get("code"),
        "shipped_at": left_at(life),
        "promised_on": promised_on(merchant, life),
    }


@blueprint.post("/orders/<path:number>/play")
def play_parcel(number: str) -> AnyResponse:
    """Play the rest of a test parcel's life at once."""
    with transaction():
        played = parcel_of(number)
        if played.carrier != sandbox.CARRIER:
            return back("order", _l("Only test parcels can be played."), "bad", number=number)
        sandbox.advance(played)
        noted("parcel_played", f"order {number}", shipment=played.code)
    return back("order", _l("The rest of its journey has passed."), number=number)
