"""The first words answer the question the shopper came with."""

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.shopper.answer import Answer, answer_for, answer_for_waiting
from portal.shopper.page import Parcel, TrackingPage
from portal.shopper.voice import voice
from tests.portal.shopper.gallery import PAGE, PAGES, PARCEL, TODAY, at, in_days, in_status

ENGLISH = voice("en", TODAY, "America/New_York")


def answer(name_or_page: str | TrackingPage) -> Answer:
    page = PAGES[name_or_page] if isinstance(name_or_page, str) else name_or_page
    return answer_for(page.parcels[0], ENGLISH) if page.parcels else answer_for_waiting(page, ENGLISH)


def plain(text: str | None) -> str:
    return (text or "").replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("name", "headline", "lead"),
    [
        ("status-in_transit", "Arriving Tue 24 – Thu 26 Nov", ""),
        ("no-estimate", "We can’t say yet when it will arrive", ""),
        ("status-out_for_delivery", "Arriving today", ""),
        ("late", "Running 2 days late", "Now expected: tomorrow, Mon 23 Nov"),
        ("late-no-estimate", "Running 3 days late", "We can’t say yet when it will arrive"),
        ("status-delivered", "Delivered today", ""),
        ("delivered-early", "Delivered yesterday", ""),
        ("attempted", "The driver could not deliver your parcel", "Now expected: Tue 24 – Thu 26 Nov"),
        ("status-available_for_pickup", "Your parcel is ready to collect", ""),
        ("in-transit-lost", "Your parcel seems to be lost", ""),
        ("not-shipped", "We are getting your order ready", "We can’t say yet when it will arrive"),
        ("stalled", "Your parcel is taking longer than usual", "Now expected: Tue 24 – Thu 26 Nov"),
        ("stalled-late", "Running 2 days late", "Your parcel is taking longer than usual"),
        ("not-moving", "Your parcel has not set off yet", "Now expected: Tue 24 – Thu 26 Nov"),
        ("ships-late", "Your order is late to leave us", "Now expected: Wed 25 – Sat 28 Nov"),
        ("not-shipped-late", "Running 4 days late", "Now expected: Wed 25 – Sat 28 Nov"),
        ("order-cancelled", "This order was cancelled", ""),
        ("return-in-progress", "Your return is on its way to us", ""),
    ],
)
def test_the_headline_says_when_it_comes_or_what_has_happened(name: str, headline: str, lead: str) -> None:
    said = answer(name)
    assert (plain(said.headline), plain(said.lead)) == (headline, lead)


def test_a_late_parcel_in_trouble_says_both_lateness_first() -> None:
    said = answer(in_status("in_transit", "held", late_days=2))
    assert (said.headline, said.lead) == ("Running 2 days late", "Your parcel is being held")


@pytest.mark.parametrize("status", ["delivered", "return_to_sender", "cancelled", "available_for_pickup"])
def test_lateness_is_no_news_where_nothing_more_is_to_arrive(status: str) -> None:
    assert "late" not in answer(in_status(status, late_days=5)).headline


def test_days_late_below_one_are_not_late() -> None:
    assert answer(in_status("in_transit", late_days=0)).headline == answer("status-in_transit").headline


def test_out_for_delivery_since_yesterday_does_not_promise_today() -> None:
    stale = Parcel(id="S1", status="out_for_delivery", events=(replace(PARCEL.events[0], at=at(1, 12)),))
    assert answer_for(stale, ENGLISH).headline == "Out for delivery"


def test_today_is_the_shoppers_today() -> None:
    event = replace(PARCEL.events[0], at=at(0, 3), status="out_for_delivery")
    parcel = Parcel(id="S1", status="out_for_delivery", events=(event,))
    in_new_york_it_was_yesterday = answer_for(parcel, ENGLISH)
    in_tokyo_it_is_today = answer_for(parcel, voice("en", TODAY, "Asia/Tokyo"))
    assert in_new_york_it_was_yesterday.headline == "Out for delivery"
    assert in_tokyo_it_is_today.headline == "Arriving today"


def test_delivered_says_where_and_when_and_what_to_do_if_it_is_not_there() -> None:
    said = answer("status-delivered")
    assert plain(said.sentence) == "The delivery was recorded by UPS at 2:42 PM. Place: Front door."
    assert said.step.startswith("Is it not there?")


def test_a_pick_up_point_is_named_where_it_is_known() -> None:
    assert answer("status-available_for_pickup").sentence == "It is waiting for you here: Oakland, CA."
    nowhere = replace(PARCEL, status="available_for_pickup", events=())
    assert answer_for(nowhere, ENGLISH).sentence == "It is waiting for you at a pick-up point run by UPS."


def test_an_unnamed_carrier_is_the_carrier() -> None:
    assert answer_for(Parcel(id="S1", status="pre_transit"), ENGLISH).sentence.endswith("to the carrier.")


def test_the_next_step_is_ours_where_the_merchant_must_act() -> None:
    assert answer("merchant-must-act").step.startswith("We are sorting this out")


def test_the_next_step_is_the_shoppers_where_the_shopper_must_act() -> None:
    said = answer("shopper-must-act")
    assert said.step.startswith("The carrier needs something from you")
    assert said.tone == "care"


def test_a_late_parcel_says_what_the_shopper_may_do() -> None:
    assert "contact us" in answer(in_status("in_transit", late_days=1)).step


def test_what_is_left_of_an_order_is_the_rest() -> None:
    page = replace(PAGE, waiting=PARCEL.items)
    assert answer_for_waiting(page, ENGLISH).headline == "We are getting the rest ready"


def test_waiting_units_with_an_estimate_have_a_day() -> None:
    page = replace(PAGE, parcels=(), waiting_estimate=in_days(2, 2, 2))
    assert plain(answer_for_waiting(page, ENGLISH).headline) == "Arriving Tue 24 Nov"


def test_a_day_long_past_is_its_date() -> None:
    parcel = replace(PARCEL, status="delivered", delivered_at=at(0, 12) - timedelta(days=400))
    assert plain(answer_for(parcel, ENGLISH).headline) == "Delivered Sat 18 Oct 2025"
