"""A parcel that has not come yet, as a model sees it today: by its age, its stage and how long it was waited for."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from eta_model.dispatch import dispatch
from eta_model.question import Forecast, Question
from eta_model.service_table import (
    FURTHEST_START,
    Parcel,
    Service,
    ServiceTable,
    Window,
    hull,
    routes,
    started,
)
from eta_model.working_days import Location, moved

RUNGS = ("lane", "region", "carrier")
GIVEN_UP = timedelta(days=60)  # models learn nothing of parcels that take longer

Forecasts = Callable[[Sequence[Question], Sequence[date | None]], Sequence[Forecast]]


@dataclass(frozen=True)
class Outlook:
    """The days on which it may still come, and the forecasts that say so (one for each way it may travel)."""

    window: Window
    forecasts: tuple[Forecast, ...]

    def late_probability(self, promised_on: date) -> float:
        """The chance of arriving after that date, now that it has not arrived yet."""
        chances = [forecast.late_probability(promised_on) for forecast in self.forecasts]
        return sum(chances) / len(chances)


@dataclass(frozen=True)
class Journey:
    """One way it may travel: what to ask, and the first day that the calendars allow."""

    question: Question
    soonest: date


def outlook(
    parcel: Parcel, postcode: str, table: ServiceTable, ask: Forecasts, now: datetime, zone: tzinfo
) -> Outlook | None:
    """What the model says of an undelivered parcel; None where it knows nothing of the ways it may travel.

    `zone` is the destination's. An answer changes with the date there, not within the day.
    """
    today = now.astimezone(zone).date()
    begun = (parcel.shipped_at or parcel.placed_at).astimezone(zone).date()
    if not -FURTHEST_START < today - begun <= GIVEN_UP:
        return None
    journeys = list(journeys_of(parcel, postcode, table, now))
    if not journeys:
        return None
    waited = today - timedelta(days=1)
    asked = [journey.question for journey in journeys]
    told = ask(asked, [waited if waited >= begun else None] * len(asked))
    known = [(one, journey) for one, journey in zip(told, journeys, strict=True) if one.basis in RUNGS]
    window = hull([window_of(one, max(journey.soonest, today)) for one, journey in known])
    if window is None:
        return None
    basis = max((one.basis for one, _ in known), key=RUNGS.index)
    told_window = Window(window.earliest, window.likely, window.latest, basis)  # type: ignore[arg-type]
    return Outlook(told_window, tuple(one for one, _ in known))


def journeys_of(parcel: Parcel, postcode: str, table: ServiceTable, now: datetime) -> Iterator[Journey]:
    """The ways that the merchant's table has for it."""
    for service, location in routes(parcel, table):
        if parcel.shipped_at is not None:
            yield Journey(question(parcel, postcode, service, location, 0), date.min)
            continue
        leaves, expected = started(parcel, location, now), dispatch(location, parcel.placed_at)
        if leaves and expected:
            soonest = moved(leaves, 1 if service.most else 0, service.moving)
            yield Journey(question(parcel, postcode, service, location, expected.held_days), soonest)


def question(parcel: Parcel, postcode: str, service: Service, location: Location, held_days: int) -> Question:
    """What to ask; an order that closed days hold is asked for as if placed after them."""
    return Question(
        origin_country=location.country,
        origin_postcode=location.postcode,
        dest_country=parcel.country,
        dest_postcode=postcode,
        ordered_at=parcel.placed_at + timedelta(held_days),
        handed_over_at=parcel.shipped_at,
        carrier=service.carrier,
        service=service.service or "",
        origin_id=location.code,
    )


def window_of(forecast: Forecast, soonest: date) -> Window:
    """The forecast's days, none before `soonest`."""
    earliest = max(forecast.earliest, soonest)
    latest = max(forecast.latest, earliest)
    return Window(earliest, min(max(forecast.likely, earliest), latest), latest)
