"""The demo shop of `waypost up --demo`: orders in every state, one of them moving while you watch."""

from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
from flask import current_app
from sqlalchemy import func, select

from commerce import keys, merchant_changes, merchant_file, merchants, orders, people, schedule, staff
from commerce.clock import now
from commerce.database import db, transaction
from commerce.models import Order
from commerce.schemas import OrderSchema
from commerce.vault import Vault
from eta_model import parcel_store
from portal import demo_history
from portal.storefront.embed import DEMO_KEY
from tracking import sandbox, shipments

FILE = Path(__file__).parent / "demo.yaml"
FRESH = timedelta(days=2)  # older stories are told anew
EMAIL = "ada@example.com"
OWNER = "owner@demo.example"
ADDRESS = {"name": "Ada Lind", "line1": "1 Main St", "city": "San Francisco", "region": "CA"}
ADDRESS |= {"postcode": "94103", "country": "US"}

GOODS: dict[str, dict[str, Any]] = {
    "tee": {"sku": "TEE-M", "title": "Linen T-shirt", "variant": "Sand, M", "unit_price": 3900},
    "socks": {"sku": "SOCK-2", "title": "Wool socks", "variant": "Grey, 39–42", "unit_price": 1400},
    "mug": {"sku": "MUG-1", "title": "Stoneware mug", "variant": "Fern", "unit_price": 2200},
    "coat": {"sku": "COAT-L", "title": "Rain coat", "variant": "Moss, L", "unit_price": 14900},
}


class Story(NamedTuple):
    """A parcel: what is in it, the life its number names, how many days ago it left and within how many to come."""

    goods: list[str]
    life: str
    days: float
    promised: int = 7


STORIES: dict[str, list[Story]] = {
    "01": [Story(["tee", "socks"], "ON-TIME", 2.2)],
    "02": [Story(["coat"], "LATE", 4, 3)],
    "03": [Story(["mug"], "ON-TIME", 7)],
    "04": [Story(["tee"], "STALLED", 9)],
    "05": [Story(["socks", "mug"], "ATTEMPTED", 4)],
    "06": [Story(["coat"], "PICKED-UP", 4)],
    "07": [Story(["tee"], "RETURNED", 14)],
    "08": [Story(["mug"], "LOST", 20)],
    "09": [Story(["tee"], "ON-TIME", 6), Story(["mug"], "ON-TIME", 1)],
    "10": [],
}
STILL_TO_SHIP = {"09": ["socks"], "10": ["coat", "socks"]}


def seed() -> list[str]:
    """Make the demo shop where it is missing; returns the lines that tell a visitor where to look."""
    applied = merchant_changes.apply(merchant_file.read(FILE.read_bytes()))
    merchant = merchants.fresh(applied.slug)
    assert merchant is not None  # noqa: S101 - it was applied a line ago
    latest = db.session.scalar(select(func.max(Order.placed_at)).where(Order.merchant_id == merchant.id))
    if latest is None or now() - latest > FRESH:
        for suffix, stories in STORIES.items():
            place(merchant.id, f"{now():%m%d}-{suffix}", stories, STILL_TO_SHIP.get(suffix, []))
    publish_key(merchant.id)
    moving = place(merchant.id, f"{now():%m%d-%H%M%S}", [Story(["tee", "mug"], "QUICK-ON-TIME", 0)], [])
    sandbox.move()
    learn_from(demo_history.made_up(now()), merchant.id)
    shown = [*where_to_look(merchant.id, moving), *at_the_desk(merchant.id)]
    return [*shown, *secret(applied.secret_key)]


def at_the_desk(merchant_id: int) -> list[str]:
    """Let the demo shop have an owner; returns how to sign in as them.

    The password is this installation's own and the same at each start, unless somebody changed it.
    """
    vault: Vault = current_app.extensions["vault"]
    password = vault.digest("the demo shop's owner").hex()[:16]
    if not any(user.email == OWNER for user in staff.listed(merchant_id)):
        people.set_password(people.invite(merchant_id, OWNER, "owner").token, password)
    base = current_app.config["SETTINGS"].base_url
    known = staff.with_password(OWNER, password)
    return [
        f"  the merchant's console               {base}/console",
        f"      sign in as {OWNER} with {password if known else 'the password that you set'}",
    ]


def learn_from(parcels: pl.DataFrame, merchant_id: int) -> None:
    """Store the shop's history and let a worker fit its model, which takes it some seconds."""
    parcel_store.add(merchant_id, "import", parcels)
    schedule.hasten("refit-models")


def publish_key(merchant_id: int) -> None:
    """Leave a publishable key where the demo shop's product page looks for it, unless a good one is there."""
    path = current_app.config["SETTINGS"].data_dir / DEMO_KEY
    known = keys.find(path.read_text("ascii")) if path.exists() else None
    if known is None or known.merchant_id != merchant_id:
        path.write_text(keys.create(merchant_id, "publishable")[1], encoding="ascii")


def place(merchant_id: int, number: str, stories: list[Story], waiting: list[str]) -> Order:
    """Put an order and ship its parcels with the simulated carrier."""
    goods = [name for story in stories for name in story.goods] + waiting
    oldest = max((story.days for story in stories), default=0.1)
    body = {
        "placed_at": (now() - timedelta(days=oldest + 0.5)).isoformat(),
        "currency": "USD",
        "customer": {"email": EMAIL, "name": ADDRESS["name"]},
        "ship_to": ADDRESS,
        "lines": [GOODS[name] | {"id": name, "quantity": 1} for name in goods],
        "shipping": 500,
    }
    with transaction():
        order, _ = orders.put(merchant_id, number, OrderSchema().load(body))
        for index, story in enumerate(stories, 1):
            shipments.create(merchant_id, order, parcel(f"{number}-{index}", story))
    return order


def parcel(code: str, story: Story) -> dict[str, Any]:
    """The fields of a story's shipment."""
    left = now() - timedelta(days=story.days)
    return {
        "id": code,
        "carrier": sandbox.CARRIER,
        "service": "Standard",
        "tracking_number": f"SIM-{story.life}-{code}",
        "location": "NJ1",
        "shipped_at": left,
        "promised_on": (left + timedelta(days=story.promised)).astimezone(demo_history.NEW_YORK).date(),
        "lines": [{"id": name, "quantity": 1} for name in story.goods],
    }


def where_to_look(merchant_id: int, moving: Order) -> list[str]:
    """The addresses worth opening first, and what the look-up page wants to know."""
    base = current_app.config["SETTINGS"].base_url
    first = db.session.scalars(
        select(Order)
        .where(Order.merchant_id == merchant_id, Order.id != moving.id)
        .order_by(Order.placed_at.desc(), Order.id)
    ).all()
    shown = {order.number.rpartition("-")[2]: order for order in reversed(first)}
    return [
        f"  a parcel that moves while you watch  {base}/t/{moving.page_token}",
        f"  a late parcel                        {base}/t/{shown['02'].page_token}",
        f"  an order in two parcels and a rest   {base}/t/{shown['09'].page_token}",
        f"  a product page with delivery dates   {base}/demo-shop",
        f"  the look-up page                     {base}/demo",
        f"      sign in with order {shown['01'].number} (to -10) and {EMAIL} or {ADDRESS['postcode']}",
        f"  the API and its guide                {base}/docs",
    ]


def secret(key: str | None) -> list[str]:
    """The new shop's API key, or how to make another."""
    if key:
        return [f"      secret key, shown this once: {key}"]
    return ["      another secret key: waypost keys create demo --kind secret"]
