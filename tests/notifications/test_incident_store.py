"""Which of a parcel's incidents is shown."""

from datetime import UTC, datetime, timedelta

import pytest

from notifications.delays import DelayKind
from notifications.incident_store import shown
from notifications.incidents import Incident

MONDAY = datetime(2026, 11, 16, 15, tzinfo=UTC)


def incident(kind: str, cleared_after: float | None = None) -> Incident:
    cleared_at = None if cleared_after is None else MONDAY + timedelta(hours=cleared_after)
    return Incident(DelayKind(kind), kind, MONDAY, 1, 1, cleared_at=cleared_at)


@pytest.mark.parametrize(
    ("incidents", "kind"),
    [
        ([], None),
        ([incident("stalled"), incident("promise_missed")], "promise_missed"),
        ([incident("stalled"), incident("promise_missed", 1)], "stalled"),
        ([incident("stalled", 2), incident("promise_missed", 1)], "stalled"),
        ([incident("stalled", 1), incident("promise_missed", 1)], "promise_missed"),
        ([incident("delivery_attempted"), incident("available_for_pickup")], None),
    ],
)
def test_the_worst_that_is_open_is_shown_else_the_last_that_cleared(
    incidents: list[Incident], kind: str | None
) -> None:
    told = shown(incidents)
    assert (told.kind if told else None) == kind
