"""What a shop's own pages ask of us before anything is bought: delivery dates, and the element that shows them."""

from flask import Flask

from portal.storefront.answers import Answers
from portal.storefront.quoting import Quoting


def init_app(app: Flask) -> None:
    """Give the application its memory of answers, and of quotes to be written."""
    app.extensions["delivery_dates"] = Answers()
    app.extensions["quoting"] = Quoting(app)
