"""The kinds of notice there are, and what each asks of the machinery."""

from dataclasses import dataclass
from typing import Literal

About = Literal["order", "shipment", "return", "claim"]


@dataclass(frozen=True)
class Kind:
    """One kind of notice.

    `repeat` decides for a message that may have left when its worker died: True sends it once more, False
    parks it until staff decide. `channels` are the default ones, none where the merchant has to turn the kind
    on. `optional` kinds the shopper may switch off; receipts of money and of legal acts are not, nor do they
    count for the daily cap. An `answer` to what the shopper did just now waits for no quiet hours to end.
    """

    name: str
    about: About
    repeat: bool
    channels: tuple[str, ...] = ("email",)
    optional: bool = True
    answer: bool = False


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("order_confirmed", "order", repeat=False, channels=(), optional=False, answer=True),
        Kind("shipped", "shipment", repeat=False),
        Kind("out_for_delivery", "shipment", repeat=False),
        Kind("delivered", "shipment", repeat=False),
        Kind("available_for_pickup", "shipment", repeat=True),
        Kind("delivery_attempted", "shipment", repeat=True),
        Kind("delayed", "shipment", repeat=False),
        Kind("delay_cleared", "shipment", repeat=False),
        Kind("promise_missed", "shipment", repeat=False),
        Kind("stalled", "shipment", repeat=False),
        Kind("exception", "shipment", repeat=True),
        Kind("return_to_sender", "shipment", repeat=True),
        Kind("not_shipped", "shipment", repeat=False),
        Kind("return_requested", "return", repeat=True, optional=False, answer=True),
        Kind("return_approved", "return", repeat=True, optional=False, answer=True),
        Kind("return_question", "return", repeat=True, optional=False),
        Kind("return_declined", "return", repeat=True, optional=False),
        Kind("return_reminder", "return", repeat=False),
        Kind("return_expiring", "return", repeat=True),
        Kind("return_received", "return", repeat=True, optional=False),
        Kind("refund_issued", "return", repeat=True, optional=False),
        Kind("exchange_shipped", "return", repeat=True),
        Kind("claim_opened", "claim", repeat=True, optional=False, answer=True),
        Kind("claim_resolved", "claim", repeat=True, optional=False),
        Kind("feedback_request", "order", repeat=False),
        Kind("review_request", "order", repeat=False),
    )
}
