"""What of a history's features no fit changes: worked out once, however often a model is fit on it."""

from collections.abc import Mapping
from functools import cached_property

import polars as pl

from eta_model.features.keys import codes_of, place_keys
from eta_model.features.parcels import parcel_features
from eta_model.features.rolling import Asked
from eta_model.journeys import Floats, Ints, Journeys
from eta_model.places import Gazetteer


class Ground:
    """A history's parcels by their places, each of them asked for on its own question day."""

    def __init__(self, journeys: Journeys, gazetteer: Gazetteer) -> None:
        self.journeys = journeys
        self._gazetteer = gazetteer

    @cached_property
    def keys(self) -> pl.DataFrame:
        """The texts of places (see `keys.place_keys`)."""
        return place_keys(self.journeys)

    @cached_property
    def codes(self) -> Mapping[str, Ints]:
        """A number for each text, per level."""
        return codes_of(self.keys)

    @cached_property
    def parcels(self) -> Mapping[str, Floats]:
        """The features that a parcel has of itself."""
        return parcel_features(self.journeys, self._gazetteer)

    @cached_property
    def asked(self) -> Asked:
        """A question for each parcel, at its own midnight."""
        return Asked(self.journeys.question_day, self.codes)
