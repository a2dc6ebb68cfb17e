"""What is asked of a delivery-date model, and what it answers: plain values."""

from datetime import date, datetime
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray


class Question(NamedTuple):
    """A parcel not yet sent, or under way when `handed_over_at` is given; times are aware, sizes may be unknown."""

    origin_country: str
    origin_postcode: str
    dest_country: str
    dest_postcode: str
    ordered_at: datetime
    handed_over_at: datetime | None = None
    carrier: str = ""
    service: str = ""
    origin_id: str = ""
    category: str = ""
    weight_g: float | None = None
    volume_cm3: float | None = None
    price: float | None = None
    freight: float | None = None

    @property
    def stage(self) -> Literal["order", "handover"]:
        return "order" if self.handed_over_at is None else "handover"

    @property
    def started_at(self) -> datetime:
        return self.handed_over_at or self.ordered_at


class Forecast(NamedTuple):
    """When the parcel will arrive: `arrived[k]` is the share arrived by the end of day `start` + k.

    Dates are the destination's; `dates` are those by whose end each share has arrived, `p10` to `p95`.
    """

    start: date
    arrived: NDArray[np.float64]
    dates: dict[str, date]
    earliest: date
    likely: date
    latest: date
    promise: date
    confidence: float
    basis: str
    samples: int

    def late_probability(self, promised_on: date) -> float:
        """The chance of arriving after that date."""
        index = (promised_on - self.start).days
        return 1.0 if index < 0 else float(1.0 - self.arrived[min(index, len(self.arrived) - 1)])
