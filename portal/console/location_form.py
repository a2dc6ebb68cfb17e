"""The forms of a location and of a shipping service, read into what the merchant's file says of them."""

import re
from collections.abc import Mapping
from typing import Any

from portal.console.brand_form import whole

STREET = ("name", "line1", "line2", "city", "region", "phone")
PLACE = ("kind", "postcode", "time_zone", "cutoff", "holidays", "hours")
Item = dict[str, Any]
Many = Mapping[str, list[str]]


def location(form: Mapping[str, str], many: Many, before: Item) -> Item:
    """A location; what the form has no field for stays, and its code never changes."""
    told = before | {name: words(form, name) for name in PLACE}
    told["code"] = before.get("code") or words(form, "code")
    told["country"] = (words(form, "country") or "").upper() or None
    told["address"] = (before.get("address") or {}) | {name: words(form, f"street-{name}") for name in STREET}
    told["working_days"] = many.get("working_days", [])
    told["takes_returns"] = form.get("takes_returns") == "yes" or (
        False if "takes_returns" in before else None
    )
    told["handling_days"] = whole(form.get("handling_days", ""))
    told["closed_on"] = (
        re.split(r"[\s,;]+", form.get("closed_on", "").strip()) if words(form, "closed_on") else []
    )
    told["address"] = set_only(told["address"])
    return set_only(told)


def service(form: Mapping[str, str], many: Many, before: Item) -> Item:
    """A service, likewise."""
    told = before | {name: words(form, name) for name in ("carrier", "service", "name")}
    told["code"] = before.get("code") or words(form, "code")
    told["from"] = many.get("from", [])
    told["to"] = re.findall(r"\w+", form.get("to", "").upper())
    told["transit_days"] = set_only({end: whole(form.get(f"transit-{end}", "")) for end in ("min", "max")})
    told["carrier_days"] = many.get("carrier_days", [])
    return {name: value for name, value in told.items() if value is not None}


def words(form: Mapping[str, str], name: str) -> str | None:
    return form.get(name, "").strip() or None


def set_only(told: Item) -> Item:
    """Without what is not set; a list that the form emptied is told."""
    return {name: value for name, value in told.items() if value is not None and value != {}}
