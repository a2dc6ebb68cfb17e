"""The demo shop has what it says: an owner who can sign in, and a parcel that is late."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from commerce import clock, staff
from portal import demo
from tests.builders import make_merchant
from tracking import sandbox
from tracking.providers import simulated
from tracking.providers.simulated import Life
from tracking.scans import Place


def printed_password(lines: list[str]) -> str:
    return lines[-1].split()[-1]


def test_the_printed_sign_in_works_and_stays_the_same(app: Flask) -> None:
    merchant = make_merchant("demo")
    first = demo.at_the_desk(merchant.id)
    assert "/console" in first[0]
    [owner] = staff.with_password("owner@demo.example", printed_password(first))
    assert (owner.merchant_id, owner.role) == (merchant.id, "owner")
    assert demo.at_the_desk(merchant.id) == first


def test_a_password_that_somebody_set_is_left_alone(app: Flask) -> None:
    merchant = make_merchant("demo")
    old = printed_password(demo.at_the_desk(merchant.id))
    [owner] = staff.with_password("owner@demo.example", old)
    staff.change_password(merchant.id, owner.id, old, "one of their own")
    assert "the password that you set" in demo.at_the_desk(merchant.id)[-1]
    assert staff.with_password("owner@demo.example", "one of their own")


@pytest.mark.parametrize("hours", range(0, 7 * 24, 8))
def test_the_late_parcel_is_late_and_has_not_come_on_any_day(hours: int) -> None:
    [story] = demo.STORIES["02"]
    with clock.at(datetime(2026, 11, 22, 0, 30, tzinfo=UTC) + timedelta(hours=hours)):
        told = demo.parcel("1122-02-1", story)
        life = simulated.play(
            Life.LATE,
            number=told["tracking_number"],
            origin=Place(country="US", postcode="07001"),
            destination=Place(country="US", postcode="94103"),
            shipped_at=told["shipped_at"],
            transit_days=sandbox.TRANSIT_DAYS,
            seed=1,
        )
        assert told["promised_on"] < clock.now().astimezone(ZoneInfo("America/New_York")).date()
        assert [scan.status for scan in simulated.due(life, clock.now())][-1] == "in_transit"
