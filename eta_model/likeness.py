"""Which destinations a model can't tell apart, so that one answer will do for all of them."""

from collections.abc import Iterable

from eta_model.destinations import Destination
from eta_model.features.lookup import known_posts
from eta_model.model import Model


class Likeness:
    """Destinations as one model sees them at the time of an order.

    Of a postcode without history or coordinates of its own the model sees the district, and the time zone.
    """

    def __init__(self, model: Model) -> None:
        posts = known_posts(model.stages["order"].snapshot) if "order" in model.stages else frozenset()
        self._known = {tuple(post.split(" ", 1)) for post in posts} | model.gazetteer.points.keys()

    def of(self, destinations: Iterable[Destination]) -> list[str]:
        """For each destination a text, the same for all that look alike to the model."""
        known = self._known
        return [
            f"{district} {place}" if (country, place) in known else district
            for country, _, _, place, district, _ in destinations
        ]
