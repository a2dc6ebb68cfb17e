"""Ranking the carriers a number may belong to."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracking.carriers.check_digits import gs1
from tracking.carriers.detection import FORMATS, detect, normalise
from tracking.carriers.directory import BY_CODE

POSTAL = "RA473124829US"
TWELVE = next(
    number
    for number in map(str, range(400_000_000_000, 400_000_010_000))
    if {one.carrier for one in detect(number) if one.proof == "checksum"} >= {"FedEx", "KuronekoYamato"}
)


def carriers(number: str, **context: str) -> list[str]:
    return [one.carrier for one in detect(number, **context)]


@pytest.mark.parametrize(
    "typed",
    [
        "RA 473 124 829 US",
        " ra-473-124-829-us\n",
        "ＲＡ４７３１２４８２９ＵＳ",
        "RA473ー124−829US",
        "RA473.124.829.US",
        "RA473124829US.",
        "RA\u200b473124829\ufeffUS",
    ],
)
def test_a_number_is_read_however_it_is_typed(typed: str) -> None:
    assert normalise(typed) == POSTAL
    assert carriers(typed) == ["USPS"]


@settings(deadline=None)
@given(st.text(max_size=200))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    assert all(one.carrier in BY_CODE for one in detect(text))


@pytest.mark.parametrize("start", ["<", "'", "\x00", "é", "🚚", "%", "$", "\\"])
def test_a_number_with_foreign_characters_is_nobodys(start: str) -> None:
    assert detect(start + POSTAL) == []


@pytest.mark.parametrize("text", ["", " ", "undefined", "-1", "1 000 000.00", "0" * 12, "１" * 22, "DROP"])
def test_what_is_no_tracking_number_is_nobodys(text: str) -> None:
    assert detect(text) == []


def test_a_text_longer_than_any_number_is_not_looked_at() -> None:
    assert normalise("9" * 128) == "9" * 128
    assert normalise("9" * 129) == ""
    assert detect("94" * 1_000_000) == []


def test_a_failed_check_digit_leaves_no_candidate_of_that_format() -> None:
    assert detect("RA473124820US") == []


def test_a_checksum_comes_before_a_shape() -> None:
    proofs = [one.proof for one in detect(TWELVE)]
    assert proofs == sorted(proofs)
    assert set(proofs) == {"checksum", "format"}


def test_a_distinctive_shape_comes_before_bare_digits() -> None:
    assert carriers("15500000000000") == ["DPDUK", "DHLECS"]


def test_a_longer_prefix_comes_before_a_shorter_one() -> None:
    numbers = (f"9261290000000000000{end:03}" for end in range(1000))
    assert carriers(next(filter(gs1, numbers))) == ["USPS", "FedEx"]


def test_without_context_a_worldwide_carrier_is_not_preferred_but_stays_in_table_order() -> None:
    first = [one.carrier for one in detect(TWELVE) if one.proof == "checksum"]
    table = [known.carrier for known in FORMATS]
    assert first == sorted(first, key=table.index)


def test_a_carrier_at_home_in_the_destination_comes_first_among_equals() -> None:
    found = detect(TWELVE, destination="jp")
    assert BY_CODE[found[0].carrier].countries == ("JP",)
    assert found[0].distance == 0


def test_a_carrier_of_other_countries_comes_after_a_worldwide_one() -> None:
    order = carriers(TWELVE, destination="BR")
    assert order.index("FedEx") < order.index("KuronekoYamato")


def test_the_expected_carrier_comes_before_the_local_one() -> None:
    found = detect(TWELVE, destination="JP", hint="fedex")
    assert found[0].carrier == "FedEx"
    assert found[0].hinted


def test_a_hint_does_not_beat_a_checksum() -> None:
    assert detect(TWELVE, hint="GLS")[0].proof == "checksum"


def test_a_hint_names_a_family() -> None:
    assert [one.carrier for one in detect("JJD" + "1234567890123", hint="DHL") if one.hinted] == ["DHLPaket"]


def test_an_unknown_hint_changes_nothing() -> None:
    assert detect(TWELVE, hint="Pigeon & Sons") == detect(TWELVE)


def test_a_carrier_is_named_once() -> None:
    found = carriers(TWELVE)
    assert len(found) == len(set(found))


def test_the_destination_settles_which_of_two_shapes_is_meant() -> None:
    assert carriers("JAB123456780", destination="CA")[0] == "Purolator"
