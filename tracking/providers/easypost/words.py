"""EasyPost's words and scans in ours."""

from tracking.providers.fields import Json, branch, moment, text
from tracking.scans import Place, Scan
from tracking.statuses import Status, StatusDetail

SOURCE = "easypost"

_STATUSES: dict[str, Status] = {
    "unknown": Status.UNKNOWN,
    "pre_transit": Status.PRE_TRANSIT,
    "in_transit": Status.IN_TRANSIT,
    "out_for_delivery": Status.OUT_FOR_DELIVERY,
    "available_for_pickup": Status.AVAILABLE_FOR_PICKUP,
    "delivered": Status.DELIVERED,
    "return_to_sender": Status.RETURN_TO_SENDER,
    "failure": Status.FAILURE,
    "cancelled": Status.CANCELLED,
    "error": Status.ERROR,
}
_DETAILS = frozenset(detail.value for detail in StatusDetail)


def status_of(word: object) -> tuple[Status, str | None]:
    """Return our status for a foreign word and, where we do not know the word, the word itself."""
    known = _STATUSES.get(word) if isinstance(word, str) else None
    return (known, None) if known else (Status.UNKNOWN, text(word, 100))


def detail_of(word: object) -> str | None:
    """Return one of the 28 details, `unknown` for a word that is none of them, None for no word."""
    if isinstance(word, str) and word in _DETAILS:
        return word
    return StatusDetail.UNKNOWN.value if text(word, 100) else None


def scan_of(detail: Json) -> Scan:
    """Read one TrackingDetail."""
    status, raw = status_of(detail.get("status"))
    return Scan(
        at=moment(detail.get("datetime")),
        status=status,
        status_detail=detail_of(detail.get("status_detail")),
        message=text(detail.get("message"), 500) or text(detail.get("description"), 500) or "",
        place=_place_of(branch(detail, "tracking_location")),
        source=SOURCE,
        raw_status=raw,
    )


def _place_of(location: Json) -> Place | None:
    place = Place(
        city=text(location.get("city"), 100),
        region=text(location.get("state"), 100),
        country=_country_of(location.get("country")),
        postcode=text(location.get("zip"), 20),
    )
    return place if place != Place() else None


def _country_of(code: object) -> str | None:
    country = text(code, 3) or ""
    return country.upper() if len(country) == 2 and country.isascii() and country.isalpha() else None
