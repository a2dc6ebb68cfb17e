"""Scans for tests, told in hours after the label was made."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from tracking.scans import Place, Scan
from tracking.statuses import Status, StatusDetail

LABEL = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NOW = LABEL + timedelta(days=30)


def scan(
    status: str, hours: float = 0, *, detail: str | None = None, message: str = "", **rest: object
) -> Scan:
    """Make a scan so many hours after the label."""
    at = LABEL + timedelta(hours=hours)
    return Scan(at, Status(status), detail, message, **({"place": None, "source": "test"} | rest))


def scans_strategy() -> st.SearchStrategy[list[Scan]]:
    """Any scans: equal times, far pasts and futures, no time, the same event told in two ways."""
    times = st.one_of(
        st.none(),
        st.integers(0, 12).map(lambda hours: LABEL + timedelta(hours=hours)),
        st.sampled_from([-2000, -100, -30, 20, 33, 500, 3000]).map(lambda days: LABEL + timedelta(days=days)),
        st.sampled_from([datetime(1, 1, 1, tzinfo=UTC), datetime(2875, 5, 5, tzinfo=UTC)]),
    )
    word = st.sampled_from([None, "Tokyo", "unknown"])
    one = st.builds(
        Scan,
        at=times,
        status=st.sampled_from(Status),
        status_detail=st.none() | st.sampled_from(StatusDetail).map(str),
        message=st.sampled_from(["", "Arrived", "Notice left"]),
        place=st.none() | st.builds(Place, word, word, st.sampled_from([None, "JP"]), word),
        source=st.sampled_from(["easypost", "api"]),
        raw_status=st.none() | st.just("odd"),
        listed=st.booleans(),
    )
    return st.lists(one, max_size=12)
