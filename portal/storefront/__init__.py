"""What a shop's own pages ask of us before anything is bought: delivery dates, and the element that shows them."""

from flask import Flask

from portal.storefront.answers import Answer
from portal.storefront.kept import Kept
from portal.storefront.quoting import Quoting
from portal.storefront.standing import Standing

MOST_ANSWERS = 20_000  # some 1.5 kB each
MOST_OFFERS = 8_192  # some 5 kB each


def init_app(app: Flask) -> None:
    """Give the application its memory of answers and offers, and of quotes to be written."""
    app.extensions["delivery_dates"] = Kept[Answer](MOST_ANSWERS)
    app.extensions["standing_offers"] = Kept[Standing](MOST_OFFERS)
    app.extensions["quoting"] = Quoting(app)
