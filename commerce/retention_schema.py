"""How many days a shop keeps what: the file's `retention`."""

from typing import Any

from marshmallow import Schema, pre_load

from commerce.fields import Whole
from commerce.merchant_fields import given

LEAST, MOST = 30, 3650  # days


def days(least: int = LEAST) -> Whole:
    """So many days, or for good."""
    return Whole(least=least, most=MOST, allow_none=True, load_default=None)


class RetentionSchema(Schema):
    """Left out, a kind is kept for good.

    Who bought is needed for as long as something may come back, so for longer than photos and messages are.
    """

    shoppers = days(least=180)
    photos = days()
    notices = days()
    messages = days()

    @pre_load
    def null_is_left_out(self, data: Any, **_: Any) -> Any:
        return given(data)
