"""Which scans tell of a courier who came in vain."""

import pytest

from tracking.attempts import is_failed_attempt
from tracking.statuses import Status

IN_VAIN = [
    "Notice Left (No Authorized Recipient Available)",
    "Notice left",
    "We left a notice at your door",
    "Delivery Attempted - No Access to Delivery Location",
    "Delivery attempted",
    "Attempted delivery",
    "Failed delivery attempt: business closed",
    "The receiver was not available for delivery. We'll try again the next business day.",
    "The customer was not available when UPS attempted delivery.",
    "The recipient is absent",
    "No one was home",
    "Nobody home",
    "Receiver not home",
    "Missed delivery",
    "Sorry we missed you",
    "Business closed",
    "Unable to deliver item, problem with address",
    "Your parcel could not be delivered",
    "Delivery was unsuccessful",
    "First attempt failed",
    "Customer carded",
    "Delivery attempted. Delivery will be attempted again tomorrow",
]
OTHERWISE = [
    "",
    "Out for Delivery",
    "Delivery will be attempted on the next business day",
    "Delivery to be attempted tomorrow",
    "Second delivery attempt scheduled",
    "Scheduled for next attempt",
    "Arrived at facility",
    "Address Does Not Exist - Returning to Sender",
    "Prohibited articles - Item not delivered - Item seized or destroyed",
    "Left FedEx origin facility",
    "Not Homestead, but Lincoln",
]


@pytest.mark.parametrize("message", IN_VAIN)
def test_what_carriers_write_on_a_door_tells_of_an_attempt(message: str) -> None:
    assert is_failed_attempt(Status.IN_TRANSIT, "unknown", message)


@pytest.mark.parametrize("message", OTHERWISE)
def test_other_news_does_not(message: str) -> None:
    assert not is_failed_attempt(Status.IN_TRANSIT, None, message)


@pytest.mark.parametrize("detail", ["delivery_exception", "refused"])
def test_the_detail_tells_it_in_every_language(detail: str) -> None:
    assert is_failed_attempt(Status.IN_TRANSIT, detail, "配達できませんでした")


@pytest.mark.parametrize("status", ["delivered", "pre_transit", "cancelled", "error"])
def test_a_parcel_that_is_not_at_the_door_cannot_be_missed_there(status: str) -> None:
    assert not is_failed_attempt(Status(status), "delivery_exception", "Notice left")
