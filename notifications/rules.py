"""What a merchant wants told, and when: the `notifications:` block of its file with its defaults, as values."""

from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

from cachetools import LRUCache, cached

from commerce.merchants import Known
from notifications.kinds import Kind
from notifications.rules_schema import NotificationsSchema

MOST_KEPT = 4096


@dataclass(frozen=True)
class QuietHours:
    """Local times of day between which nobody is written to; over midnight where `ends` is the earlier."""

    starts: time
    ends: time


@dataclass(frozen=True)
class Rules:
    """One merchant's; what is None is off, or the installation's own."""

    sender: str | None
    reply_to: str | None
    channels: dict[str, tuple[str, ...]]  # by kind, where the merchant chose
    slip_days: int
    tell_recovery: bool
    quiet_hours: QuietHours | None
    daily_cap: int | None
    digest: timedelta
    after_delivery: dict[str, timedelta]  # how long after it the kinds that wait for it are told
    review_url: str | None  # where a review is written; else on the order's own page
    templates: dict[str, Any]

    def channels_of(self, kind: Kind) -> tuple[str, ...]:
        """Where a kind is told: nowhere while it is switched off."""
        return self.channels.get(kind.name, kind.channels)


@cached(LRUCache(MOST_KEPT), key=lambda merchant: (merchant.id, merchant.version))
def rules_of(merchant: Known) -> Rules:
    """A merchant's rules."""
    return read(merchant.config.get("notifications") or {})


def read(block: dict[str, Any]) -> Rules:
    """The rules of a block that `rules_schema.faults` finds nothing wrong with."""
    given: dict[str, Any] = NotificationsSchema().load(block)
    quiet, delay = given["quiet_hours"], given["delay"]
    waits = {name: given[name]["after_days"] for name in ("feedback_request", "review_request")}
    return Rules(
        sender=given["sender"],
        reply_to=given["reply_to"],
        channels={name: tuple(kind["channels"]) for name, kind in given["kinds"].items()},
        slip_days=delay["slip_days"],
        tell_recovery=delay["tell_recovery"],
        quiet_hours=quiet and QuietHours(*(time.fromisoformat(quiet[end]) for end in ("starts", "ends"))),
        daily_cap=given["daily_cap"],
        digest=timedelta(minutes=given["digest_minutes"]),
        after_delivery={name: timedelta(days=days) for name, days in waits.items()},
        review_url=given["review_request"]["url"],
        templates=given["templates"],
    )
