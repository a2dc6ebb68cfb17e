"""Which destinations a model can't tell apart, so that one answer will do for all of them."""

from eta_model.features.lookup import known_posts
from eta_model.model import Model
from eta_model.postcodes import places_of
from eta_model.zones import zone_of


class Likeness:
    """Destinations as one model sees them at the time of an order.

    Of a postcode without history or coordinates of its own the model sees the district, and the time zone.
    """

    def __init__(self, model: Model) -> None:
        self._posts = known_posts(model.stages["order"].snapshot) if "order" in model.stages else frozenset()
        self._points = model.gazetteer.points

    def of(self, country: str, postcode: str) -> tuple[str, ...]:
        """The same for all destinations that look alike to the model."""
        places = places_of(country, postcode)
        is_known = f"{country} {places.post}" in self._posts or (country, places.post) in self._points
        return country, places.district, places.post if is_known else "", zone_of(country, postcode)
