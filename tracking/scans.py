"""One carrier scan, as plain values."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from tracking.statuses import Status


@dataclass(frozen=True, slots=True)
class Place:
    """Where a scan happened, as far as the carrier tells; `country` is ISO 3166-1 alpha-2."""

    city: str | None = None
    region: str | None = None
    country: str | None = None
    postcode: str | None = None


@dataclass(frozen=True, slots=True)
class Scan:
    """What one source says about a parcel at one moment.

    `at` is an aware UTC time, or None where the source gave none. `raw_status` keeps a foreign word that our
    vocabulary does not have. A scan that is not `listed` counts for the status but makes no event.
    """

    at: datetime | None
    status: Status
    status_detail: str | None
    message: str
    place: Place | None
    source: str
    raw_status: str | None = None
    listed: bool = True

    @property
    def key(self) -> tuple[datetime | None, Status, str]:
        """What makes two scans the same event, whoever reports them."""
        return self.at, self.status, self.message


def fingerprint(scan: Scan) -> str:
    """Return a stable digest (64 hex digits) of everything a scan says.

    Two reports of one event that differ in place, detail or source differ here: both are kept, and the
    timeline unites them by `Scan.key`, so that it cannot matter which came first.
    """
    place = scan.place or Place()
    at = scan.at.astimezone(UTC).isoformat() if scan.at else None
    facts = (
        at,
        scan.status.value,
        scan.message,
        scan.status_detail,
        place.city,
        place.region,
        place.country,
        place.postcode,
        scan.source,
        scan.raw_status,
        scan.listed,
    )
    return sha256(json.dumps(facts).encode()).hexdigest()
