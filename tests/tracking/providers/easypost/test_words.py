"""EasyPost's words in ours."""

import pytest

from tests.tracking.providers.easypost.making import a_detail
from tracking.providers.easypost.words import detail_of, scan_of, status_of
from tracking.scans import Place
from tracking.statuses import Status, StatusDetail


@pytest.mark.parametrize("status", Status)
def test_every_status_of_theirs_is_one_of_ours(status: Status) -> None:
    assert status_of(status.value) == (status, None)


@pytest.mark.parametrize("word", ["teleported", "IN_TRANSIT", "in transit", "delivered ", "配達中"])
def test_a_word_nobody_knows_is_unknown_and_kept(word: str) -> None:
    assert status_of(word) == (Status.UNKNOWN, word.strip())


@pytest.mark.parametrize("word", [None, [], {}, True, 1.5, "", "\x00"])
def test_no_word_at_all_is_unknown_with_nothing_to_keep(word: object) -> None:
    assert status_of(word) == (Status.UNKNOWN, None)


@pytest.mark.parametrize("detail", StatusDetail)
def test_every_detail_of_theirs_is_one_of_ours(detail: StatusDetail) -> None:
    assert detail_of(detail.value) == detail


@pytest.mark.parametrize(("word", "detail"), [("beamed_up", "unknown"), (None, None), ("", None), ([], None)])
def test_other_details_are_unknown_or_none(word: object, detail: str | None) -> None:
    assert detail_of(word) == detail


def test_a_scan_takes_the_description_where_the_message_is_missing() -> None:
    assert scan_of(a_detail("in_transit", None, "", description="At the depot")).message == "At the depot"
    assert scan_of({"message": None}).message == ""


def test_a_place_is_what_is_told_of_it() -> None:
    location = {"city": "BUSAN", "state": None, "country": "kr", "zip": "48058"}
    place = scan_of(a_detail("in_transit", None, tracking_location=location)).place
    assert place == Place("BUSAN", None, "KR", "48058")


@pytest.mark.parametrize("location", [None, "Busan", {}, {"city": None, "zip": ""}, {"country": ["KR"]}])
def test_a_place_of_nothing_is_no_place(location: object) -> None:
    assert scan_of(a_detail("in_transit", None, tracking_location=location)).place is None


@pytest.mark.parametrize("country", ["Korea", "K", "대한", "1", "K1"])
def test_a_country_that_is_no_code_is_left_out(country: str) -> None:
    location = {"city": "BUSAN", "country": country}
    place = scan_of(a_detail("in_transit", None, tracking_location=location)).place
    assert place == Place(city="BUSAN")
