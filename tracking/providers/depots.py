"""Where simulated parcels change lorries."""

from collections.abc import Iterator
from random import Random

from tracking.scans import Place

_DEPOTS: dict[str, tuple[Place, ...]] = {
    "AU": (Place("Melbourne", "VIC", "AU", "3000"), Place("Chullora", "NSW", "AU", "2190")),
    "BR": (Place("Cajamar", "SP", "BR", "07750-000"), Place("Curitiba", "PR", "BR", "80000-000")),
    "CA": (Place("Mississauga", "ON", "CA", "L5T 1A1"), Place("Calgary", "AB", "CA", "T2E 6W5")),
    "DE": (Place("Leipzig", "SN", "DE", "04435"), Place("Staufenberg", "NI", "DE", "34355")),
    "FR": (Place("Roissy-en-France", None, "FR", "95700"), Place("Lyon", None, "FR", "69007")),
    "GB": (Place("Coventry", None, "GB", "CV3 4LJ"), Place("Warrington", None, "GB", "WA1 1AA")),
    "JP": (Place("Atsugi", "Kanagawa", "JP", "243-0000"), Place("Ibaraki", "Osaka", "JP", "567-0000")),
    "KR": (Place("Daejeon", None, "KR", "34000"), Place("Okcheon", "Chungcheongbuk-do", "KR", "29000")),
    "US": (
        Place("Memphis", "TN", "US", "38118"),
        Place("Louisville", "KY", "US", "40213"),
        Place("Indianapolis", "IN", "US", "46241"),
        Place("Hodgkins", "IL", "US", "60525"),
        Place("Ontario", "CA", "US", "91761"),
        Place("Secaucus", "NJ", "US", "07094"),
    ),
}


def depots_between(origin: Place, destination: Place, random: Random) -> Iterator[tuple[Place, bool]]:
    """Give depots on the way, each with whether another carrier takes over there (abroad, one does)."""
    ends = {origin.city, destination.city}
    at_home = _depots_in(origin.country, ends, random)
    if origin.country == destination.country:
        yield from ((place, False) for place in at_home)
    else:
        abroad = _depots_in(destination.country, ends, random)
        yield at_home[0], False
        yield abroad[0], True
        yield from ((place, False) for place in abroad[1:])


def _depots_in(country: str | None, ends: set[str | None], random: Random) -> list[Place]:
    places = [place for place in _DEPOTS.get(country or "", ()) if place.city not in ends]
    return random.sample(places, len(places)) or [Place(country=country)]
