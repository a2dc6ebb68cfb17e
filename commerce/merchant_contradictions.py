"""What parts of a merchant's file say about each other and don't agree on."""

from collections.abc import Iterator
from typing import Any

from commerce.withdrawal_schema import withdrawal_contradictions

Found = tuple[str, str]


def contradictions(raw: dict[str, Any]) -> Iterator[Found]:
    """Pointer and message of each; it looks at the file as written, whatever else is wrong with it."""
    for section in ("locations", "shipping_services"):
        codes = [item.get("code") for item in mappings(raw.get(section))]
        yield from repeated(codes, f"/{section}/{{}}/code")
    for key in ("locales", "storefront_origins"):
        yield from repeated(items(raw.get(key)), f"/{key}/{{}}")
    places = {str(location.get("code")) for location in mappings(raw.get("locations"))}
    for index, service in enumerate(mappings(raw.get("shipping_services"))):
        for position, code in enumerate(items(service.get("from"))):
            if str(code) not in places:
                pointer = f"/shipping_services/{index}/from/{position}"
                yield pointer, "No location has this code."
    for index, location in enumerate(mappings(raw.get("locations"))):
        if location.get("takes_returns") is True and not location.get("address"):
            yield f"/locations/{index}/takes_returns", "Needs an address to bring them to."
    yield from withdrawal_contradictions(raw)


def repeated(values: list[Any], pointer: str) -> Iterator[Found]:
    """Those of the values that stood before."""
    seen = set()
    for index, value in enumerate(values):
        if value is not None and str(value) in seen:
            yield pointer.format(index), "Stands in the list already."
        seen.add(str(value))


def items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def mappings(value: Any) -> list[dict[str, Any]]:
    """The items, an empty mapping for each that is none."""
    return [item if isinstance(item, dict) else {} for item in items(value)]
