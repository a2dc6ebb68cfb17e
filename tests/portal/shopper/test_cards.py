"""Every parcel and everything that waits has a card, what is still to come first."""

from dataclasses import replace

import pytest

from portal.shopper.cards import Card, cards_of
from portal.shopper.page import Item, TrackingPage
from portal.shopper.voice import voice
from tests.portal.shopper.gallery import PAGE, PAGES, PARCEL, SETTLED, TODAY, in_days

ENGLISH = voice("en", TODAY, "America/New_York")
BLANKET = Item("Wool blanket")


def cards(page: TrackingPage) -> tuple[Card, ...]:
    return cards_of(page, ENGLISH)


def facts(page: TrackingPage) -> dict[str, str]:
    pairs = cards(page)[0].facts
    return {name: said.replace("\u00a0", " ").replace("\u202f", " ") for name, said in pairs}


def test_one_parcel_is_not_numbered() -> None:
    assert [card.eyebrow for card in cards(PAGE)] == [None]


def test_parcels_keep_their_numbers_and_delivered_ones_go_last() -> None:
    eyebrows = [card.eyebrow for card in cards(PAGES["several-parcels"])]
    assert eyebrows == ["Parcel 2 of 3", "Parcel 3 of 3", "Still to come", "Parcel 1 of 3"]


def test_the_parcel_that_comes_soonest_goes_first() -> None:
    later, sooner = (replace(PARCEL, id=str(day), estimate=in_days(day, day, day)) for day in (5, 1))
    assert [card.anchor for card in cards(replace(PAGE, parcels=(later, sooner)))] == ["parcel-2", "parcel-1"]


def test_a_return_is_not_counted_among_the_parcels() -> None:
    page = replace(PAGE, parcels=(PARCEL, replace(PARCEL, id="R1", returning=True, tracking_number="R")))
    assert {card.eyebrow for card in cards(page)} == {None, "Return"}


def test_every_item_is_listed() -> None:
    page = replace(PAGES["several-parcels"], waiting=(BLANKET,))
    listed = [item for card in cards(page) for item in card.items]
    assert sorted(item.title for item in listed) == sorted(
        [*(item.title for parcel in page.parcels for item in parcel.items), "Wool blanket"]
    )


def test_an_order_without_parcels_and_items_still_has_a_card() -> None:
    assert len(cards(replace(PAGE, parcels=()))) == 1


def test_the_promise_stays_beside_todays_estimate() -> None:
    assert facts(PAGE) == {
        "Promised for": "Wed 25 Nov",
        "Expected now": "Tue 24 – Thu 26 Nov",
        "Most likely": "Wed 25 Nov",
    }


def test_a_parcel_with_the_driver_is_expected_today_in_every_place() -> None:
    assert facts(PAGES["status-out_for_delivery"])["Expected now"] == "Sun 22 Nov"


def test_the_promise_stays_beside_the_delivery() -> None:
    assert facts(PAGES["status-delivered"]) == {
        "Promised for": "Wed 25 Nov",
        "Delivered": "Sun 22 Nov, 2:42 PM",
    }


def test_a_lost_parcel_has_no_expected_day() -> None:
    assert facts(PAGES["in-transit-lost"]) == {"Promised for": "Wed 25 Nov"}


def test_a_cancelled_order_promises_nothing() -> None:
    page = replace(PAGES["order-cancelled"], waiting_promised_on=TODAY, waiting_estimate=in_days(1, 1, 1))
    assert cards(page)[0].facts == ()


def test_only_the_newest_scan_of_several_parcels_is_shown_at_once() -> None:
    page = replace(PAGE, parcels=(PARCEL, SETTLED))
    assert all(sum(len(day.entries) for day in card.timeline.recent) == 1 for card in cards(page))


def test_a_carriers_address_that_is_not_of_the_web_is_left_out() -> None:
    assert cards(PAGES["hostile-text"])[0].carrier_url is None


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("status-delivered", "Not there, or something wrong with it?"),
        ("late", "Report a problem"),
        ("status-in_transit", None),
        ("status-cancelled", None),
    ],
)
def test_a_parcel_that_is_there_or_in_trouble_can_be_reported(state: str, words: str | None) -> None:
    page = replace(PAGES[state], claim_path="/t/abc/claim")
    reports = [card.report for card in cards(page)]
    assert [report[1] if report else None for report in reports] == [words]
    assert all(report is None or report[0].startswith("/t/abc/claim?parcel=") for report in reports)
