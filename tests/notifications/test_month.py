"""A month of parcels on a clock that travels: nothing after delivery, nothing twice, nothing in the night."""

from datetime import timedelta

import pytest
from flask import Flask

from benchmarks import month
from tests.builders import make_merchant
from tests.notifications.happening import notices
from tests.notifications.postbox import Postbox
from tests.sample_shop import NJ1

pytestmark = pytest.mark.slow


def test_a_month_of_parcels_is_told_of_as_it_should_be(app: Flask, postbox: Postbox) -> None:
    merchant = make_merchant(locations=[NJ1 | {"holidays": "US"}])
    found = month.live(app, merchant.id, 50, step=timedelta(hours=3))
    assert (found.after_delivery, found.twice, found.in_quiet_hours) == (0, 0, 0)
    assert len(postbox.messages) == len({message["Message-ID"] for message in postbox.messages}) == found.sent
    told = {notice.kind for notice in notices(merchant) if notice.sent_at}
    assert told >= {
        "shipped",
        "out_for_delivery",
        "delivered",
        "promise_missed",
        "stalled",
        "delivery_attempted",
    }
    assert {notice.status for notice in notices(merchant)} <= {"sent", "skipped", "scheduled"}
