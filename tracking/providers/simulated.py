"""A carrier that does not exist: plausible lives of parcels, for the demo and for integrators' tests."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from random import Random

from tracking.providers.depots import depots_between
from tracking.scans import Place, Scan
from tracking.statuses import Status, StatusDetail

SOURCE = "simulated"
_SUNDAY = 6
_MOST_DEPOTS = 3
_LAST_COLLECTION = time(19)


class Life(StrEnum):
    """How a parcel fares."""

    ON_TIME = "on_time"
    LATE = "late"
    STALLED = "stalled"
    ATTEMPTED = "attempted"
    LOST = "lost"
    RETURNED = "returned"
    PICKED_UP = "picked_up"


def play(
    life: Life,
    *,
    number: str,
    origin: Place,
    destination: Place,
    shipped_at: datetime,
    transit_days: int,
    seed: int,
) -> tuple[Scan, ...]:
    """Return all scans of one parcel's life, oldest first; the same arguments always give the same life.

    `transit_days` are the calendar days from `shipped_at` within which the carrier means to deliver. Couriers
    and depots keep the hours of `shipped_at`'s zone and rest on Sundays; the times returned are UTC.
    """
    random = Random(f"{life}|{number}|{seed}")  # noqa: S311 - a story, not a secret
    journey = _Journey(random, origin, destination, shipped_at, transit_days)
    _LIVES[life](journey)
    return tuple(journey.scans)


def due(scans: Iterable[Scan], now: datetime) -> tuple[Scan, ...]:
    """Return the scans that have happened by `now`, in the order given."""
    return tuple(scan for scan in scans if scan.at is not None and scan.at <= now)


class _Journey:
    """The scans so far, and the calendar they follow."""

    def __init__(
        self, random: Random, origin: Place, destination: Place, shipped_at: datetime, transit_days: int
    ) -> None:
        self.random, self.origin, self.destination = random, origin, destination
        self.shipped_at, self.zone = shipped_at.astimezone(UTC), shipped_at.tzinfo
        self.scans: list[Scan] = []
        collected_today = shipped_at.timetz().replace(tzinfo=None) < _LAST_COLLECTION
        self.first_day = _working(shipped_at.date() + timedelta(days=0 if collected_today else 1))
        last = shipped_at.date() + timedelta(days=transit_days)
        early = last - timedelta(days=1) if last.weekday() == _SUNDAY else last
        self.due_day = early if early > self.first_day else _working(self.first_day + timedelta(days=1))

    def day(self, after: date, days: int) -> date:
        """The first working day that is at least so many days later."""
        return _working(after + timedelta(days=days))

    def between(self, day: date, first_hour: int, last_hour: int) -> datetime:
        """A moment of that day within opening hours."""
        minutes = self.random.randrange((last_hour - first_hour) * 60)
        opening = datetime.combine(day, time(first_hour), self.zone)
        return opening + timedelta(minutes=minutes)

    def tell(self, at: datetime, status: Status, detail: StatusDetail, message: str, place: Place) -> None:
        self.scans.append(Scan(at.astimezone(UTC), status, detail.value, message, place, SOURCE))


def _working(day: date) -> date:
    return day + timedelta(days=1) if day.weekday() == _SUNDAY else day


def _set_out(journey: _Journey) -> None:
    label = journey.shipped_at - timedelta(minutes=journey.random.randrange(30, 180))
    journey.tell(label, Status.PRE_TRANSIT, StatusDetail.LABEL_CREATED, "Label created", journey.origin)
    opening = journey.between(journey.first_day, 8, 10)
    collected = max(opening, journey.shipped_at + timedelta(minutes=journey.random.randrange(5, 40)))
    detail = StatusDetail.RECEIVED_AT_ORIGIN_FACILITY
    journey.tell(collected, Status.IN_TRANSIT, detail, "Accepted at origin facility", journey.origin)
    evening = journey.between(journey.first_day, 20, 23)
    detail = StatusDetail.DEPARTED_ORIGIN_FACILITY
    journey.tell(evening, Status.IN_TRANSIT, detail, "Departed origin facility", journey.origin)


def _travel(journey: _Journey, depots: int = _MOST_DEPOTS) -> None:
    """Pass through at most so many depots, spread over the working days before the day of delivery."""
    span = (journey.due_day - journey.first_day).days
    days = [journey.first_day + timedelta(days=step) for step in range(1, span)]
    open_days = [day for day in days if day.weekday() != _SUNDAY]
    stops = list(depots_between(journey.origin, journey.destination, journey.random))
    stops = stops[: min(_MOST_DEPOTS, len(open_days))]
    for stop, (place, hand_over) in enumerate(stops[:depots]):
        day = open_days[(stop + 1) * len(open_days) // (len(stops) + 1)]
        arrival, departure = journey.between(day, 3, 8), journey.between(day, 17, 23)
        arrived, departed = StatusDetail.ARRIVED_AT_FACILITY, StatusDetail.DEPARTED_FACILITY
        journey.tell(arrival, Status.IN_TRANSIT, arrived, "Arrived at facility", place)
        if hand_over:
            moment, detail = journey.between(day, 9, 16), StatusDetail.TRANSFERRED_TO_DESTINATION_CARRIER
            journey.tell(moment, Status.IN_TRANSIT, detail, "Handed over to local carrier", place)
        journey.tell(departure, Status.IN_TRANSIT, departed, "Departed facility", place)


def _arrive(journey: _Journey, day: date) -> None:
    detail = StatusDetail.RECEIVED_AT_DESTINATION_FACILITY
    at = journey.between(day, 4, 7)
    journey.tell(at, Status.IN_TRANSIT, detail, "Arrived at local delivery depot", journey.destination)


def _go_round(journey: _Journey, day: date) -> None:
    at, status = journey.between(day, 7, 10), Status.OUT_FOR_DELIVERY
    journey.tell(at, status, StatusDetail.OUT_FOR_DELIVERY, "Out for delivery", journey.destination)


def _hand_over(journey: _Journey, day: date, message: str = "Delivered") -> None:
    at, detail = journey.between(day, 10, 19), StatusDetail.ARRIVED_AT_DESTINATION
    journey.tell(at, Status.DELIVERED, detail, message, journey.destination)


def _on_time(journey: _Journey) -> None:
    _set_out(journey)
    _travel(journey)
    _arrive(journey, journey.due_day)
    _go_round(journey, journey.due_day)
    _hand_over(journey, journey.due_day)


def _late(journey: _Journey) -> None:
    _set_out(journey)
    _travel(journey)
    detail, message = journey.random.choice(
        [
            (StatusDetail.WEATHER_DELAY, "Delayed by weather"),
            (StatusDetail.DELAYED, "Delayed: more parcels than usual"),
            (StatusDetail.MISSORTED, "Sent to the wrong depot, being forwarded"),
        ]
    )
    place = journey.scans[-1].place or journey.origin
    journey.tell(journey.between(journey.due_day, 10, 12), Status.IN_TRANSIT, detail, message, place)
    day = journey.day(journey.due_day, journey.random.randint(2, 4))
    _arrive(journey, day)
    _go_round(journey, day)
    _hand_over(journey, day)


def _stalled(journey: _Journey) -> None:
    _set_out(journey)
    _travel(journey, depots=1)


def _attempted(journey: _Journey) -> None:
    _try_in_vain(journey, StatusDetail.DELIVERY_EXCEPTION, "Delivery attempted, no one was home")
    day = journey.day(journey.due_day, 1)
    _go_round(journey, day)
    _hand_over(journey, day)


def _try_in_vain(journey: _Journey, detail: StatusDetail, message: str) -> None:
    _set_out(journey)
    _travel(journey)
    _arrive(journey, journey.due_day)
    _go_round(journey, journey.due_day)
    at = journey.between(journey.due_day, 11, 18)
    journey.tell(at, Status.IN_TRANSIT, detail, message, journey.destination)


def _lost(journey: _Journey) -> None:
    _stalled(journey)
    day = journey.day(journey.due_day, journey.random.randint(8, 12))
    place = journey.scans[-1].place or journey.origin
    at, message = journey.between(day, 9, 17), "The parcel could not be found"
    journey.tell(at, Status.FAILURE, StatusDetail.LOST, message, place)


def _returned(journey: _Journey) -> None:
    _try_in_vain(journey, StatusDetail.REFUSED, "Refused by the recipient")
    turned = journey.between(journey.due_day, 19, 22)
    detail = StatusDetail.RETURN
    journey.tell(turned, Status.RETURN_TO_SENDER, detail, "Returning to sender", journey.destination)
    home = journey.day(journey.due_day, (journey.due_day - journey.first_day).days)
    at = journey.between(home, 10, 17)
    journey.tell(at, Status.RETURN_TO_SENDER, detail, "Returned to sender", journey.origin)


def _picked_up(journey: _Journey) -> None:
    _set_out(journey)
    _travel(journey)
    _arrive(journey, journey.due_day)
    at, status = journey.between(journey.due_day, 9, 12), Status.AVAILABLE_FOR_PICKUP
    detail = StatusDetail.ARRIVED_AT_PICKUP_LOCATION
    journey.tell(at, status, detail, "Ready for pick-up", journey.destination)
    day = journey.day(journey.due_day, journey.random.randint(1, 3))
    _hand_over(journey, day, "Picked up by the recipient")


_LIVES: dict[Life, Callable[[_Journey], None]] = {
    Life.ON_TIME: _on_time,
    Life.LATE: _late,
    Life.STALLED: _stalled,
    Life.ATTEMPTED: _attempted,
    Life.LOST: _lost,
    Life.RETURNED: _returned,
    Life.PICKED_UP: _picked_up,
}
