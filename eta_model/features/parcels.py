"""The features that a parcel has of itself, whatever is known of others."""

import numpy as np

from eta_model.journeys import Floats, Journeys
from eta_model.places import Gazetteer, distance_km


def parcel_features(journeys: Journeys, gazetteer: Gazetteer) -> dict[str, Floats]:
    """What the parcel itself tells: how far, how big, how dear, at what hour and weekday."""
    frame = journeys.frame
    origin, destination = (_points(journeys, end, gazetteer) for end in ("origin", "dest"))
    numbers = {
        name: np.log1p(np.clip(frame[name].to_numpy().astype(float), 0, None))
        for name in ("weight_g", "volume_cm3", "price", "freight")
    }
    return {
        "distance": np.log1p(distance_km(origin, destination)),
        **numbers,
        "abroad": (frame["origin_country"] != frame["dest_country"]).to_numpy().astype(float),
        "hour": journeys.start_hour,
        "weekday": journeys.start_weekday.astype(float),
        "dest_lat": destination[:, 0],
        "dest_lng": destination[:, 1],
    }


def _points(journeys: Journeys, end: str, gazetteer: Gazetteer) -> Floats:
    rows = journeys.frame.select(f"{end}_country", f"{end}_postcode").iter_rows()
    return np.array([gazetteer.locate(country, postcode or "") for country, postcode in rows]).reshape(-1, 2)
