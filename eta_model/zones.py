"""Which time zone a place keeps.

Countries with several zones are split by the leading characters of the postcode, coarsely: a wrong
neighbour costs an hour. Other countries keep the one zone that Unicode's CLDR names for them.
"""

from datetime import datetime
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel.core import get_global

from eta_model.postcodes import code_of

MAIN_ZONES = {
    "AU": "Australia/Sydney", "BR": "America/Sao_Paulo", "CA": "America/Toronto", "CL": "America/Santiago",
    "CN": "Asia/Shanghai", "CY": "Asia/Nicosia", "DE": "Europe/Berlin", "EC": "America/Guayaquil",
    "ES": "Europe/Madrid", "ID": "Asia/Jakarta", "KZ": "Asia/Almaty", "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur", "NZ": "Pacific/Auckland", "PT": "Europe/Lisbon", "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv", "US": "America/New_York", "AR": "America/Argentina/Buenos_Aires",
}  # fmt: skip

_PREFIXES: dict[str, dict[str, str]] = {
    "US": {
        "35 36 37 38 50 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 67 68 69 70 71 72 73 74 75 76 77 78": (
            "America/Chicago"
        ),
        "59 80 81 82 83 84 87 798 799": "America/Denver",
        "85 86": "America/Phoenix",
        "88 89 90 91 92 93 94 95 961 97 98": "America/Los_Angeles",
        "880 881 882 883 884": "America/Denver",
        "995 996 997 998 999": "America/Anchorage",
        "967 968": "Pacific/Honolulu",
        "006 007 008 009": "America/Puerto_Rico",
    },
    "CA": {
        "A": "America/St_Johns",
        "B C E": "America/Halifax",
        "R": "America/Winnipeg",
        "S": "America/Regina",
        "T": "America/Edmonton",
        "V": "America/Vancouver",
        "X": "America/Edmonton",
        "Y": "America/Whitehorse",
    },
    "AU": {
        "3": "Australia/Melbourne",
        "4": "Australia/Brisbane",
        "5": "Australia/Adelaide",
        "6": "Australia/Perth",
        "7": "Australia/Hobart",
        "08": "Australia/Darwin",
    },
    "BR": {
        "69": "America/Manaus",
        "699": "America/Rio_Branco",
        "768 769": "America/Porto_Velho",
        "78": "America/Cuiaba",
        "79": "America/Campo_Grande",
        "40 41 42 43 44 45 46 47 48": "America/Bahia",
        "49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64 65": "America/Fortaleza",
        "66 67 68": "America/Belem",
        "77": "America/Araguaina",
    },
    "MX": {
        "21 22": "America/Tijuana",
        "23 63 80 81 82": "America/Mazatlan",
        "83 84 85": "America/Hermosillo",
        "77": "America/Cancun",
    },
    "ES": {"35 38": "Atlantic/Canary"},
    "PT": {"95 96 97 98 99": "Atlantic/Azores", "90 91 92 93 94": "Atlantic/Madeira"},
}

# Brazil's tens and sixties hold other states' codes inside these blocks.
_PREFIXES["BR"] |= {"70 71 72 73 74 75 76": "America/Sao_Paulo"}


ZONE_CHARACTERS = 3  # of a postcode, that decide


@cache
def _by_prefix(country: str) -> dict[str, str]:
    table = _PREFIXES.get(country, {})
    return {prefix: zone for prefixes, zone in table.items() for prefix in prefixes.split()}


@cache
def _only_zone(country: str) -> str:
    zones: list[str] = get_global("territory_zones").get(country, ["UTC"])
    return MAIN_ZONES.get(country, zones[0])


def zone_of(country: str, postcode: str) -> str:
    """The IANA zone of a place; the country's main one when the postcode does not tell, UTC for no country.

    The postcode may be spelled in any way, or only begun.
    """
    start = postcode[:ZONE_CHARACTERS]
    if not (start.isascii() and start.isdigit()):
        start = code_of(country, postcode)[:ZONE_CHARACTERS]
    return _zone_of_prefix(country, start)


@lru_cache(maxsize=65_536)
def _zone_of_prefix(country: str, start: str) -> str:
    prefixes = _by_prefix(country)
    for length in range(ZONE_CHARACTERS, 0, -1):
        if zone := prefixes.get(start[:length]):
            return zone
    return _only_zone(country)


@lru_cache(maxsize=4096)
def local_time(time: datetime, zone: str) -> datetime:
    """An aware time on the clock of a zone; asked for the same few times over and over."""
    return time.astimezone(ZoneInfo(zone))
