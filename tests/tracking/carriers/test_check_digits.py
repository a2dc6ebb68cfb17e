"""The algorithms against numbers published with them, and what each promises about a mistyped digit."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracking.carriers import check_digits

Check = Callable[[str], bool]

PUBLISHED = [
    (check_digits.gs1, "106141412345678908"),
    (check_digits.gs1, "4006381333931"),
    (check_digits.luhn, "79927398713"),
    (check_digits.remainder_7, "123456789013"),
    (check_digits.s10, "473124829"),
    (check_digits.ups, "5R89390357567127"),
    (check_digits.mod_37_36, "A12425GABC1234002M"),
]

CATCHES_EVERY_DIGIT = [check_digits.gs1, check_digits.luhn, check_digits.mod_37_36]


def completed(check: Check, body: str) -> str:
    return next(body + digit for digit in check_digits.ALPHABET if check(body + digit))


@pytest.mark.parametrize(("check", "number"), PUBLISHED)
def test_a_published_example_holds(check: Check, number: str) -> None:
    assert check(number)


@pytest.mark.parametrize(("check", "number"), PUBLISHED)
def test_every_other_check_digit_fails(check: Check, number: str) -> None:
    others = set("0123456789") - {number[-1]}
    assert not any(check(number[:-1] + digit) for digit in others)


@pytest.mark.parametrize("check", CATCHES_EVERY_DIGIT)
@settings(deadline=None)
@given(data=st.data())
def test_a_single_wrong_digit_is_caught(check: Check, data: st.DataObject) -> None:
    body = data.draw(st.text("0123456789", min_size=8, max_size=20))
    number = completed(check, body)
    place = data.draw(st.integers(0, len(body) - 1))
    wrong = data.draw(st.sampled_from(sorted(set("0123456789") - {number[place]})))
    assert not check(number[:place] + wrong + number[place + 1 :])


def test_fedex_weighs_1_3_7_from_the_right_modulo_11() -> None:
    # Of eleven digits the first weighs 3 and the last 1: together 4.
    assert check_digits.fedex("100000000014")


def test_fedex_writes_a_remainder_of_ten_as_nought() -> None:
    # The digit weighing 7 is 3, all others nought: 21 modulo 11 is 10.
    assert check_digits.fedex("000000003000")


def test_an_identcode_weighs_4_and_9_from_the_left() -> None:
    # 4·1 + 9·2 + 4·3 = 34, six short of forty.
    assert check_digits.identcode("1236")


def test_a_postal_remainder_of_nought_is_written_five_and_of_one_nought() -> None:
    # 8·4 + 4·3 = 44 = 4·11 and 8·7 = 56 = 5·11 + 1.
    assert check_digits.s10("403000005")
    assert check_digits.s10("700000000")


def test_a_digit_reckoned_with_an_unprinted_prefix_is_checked_with_it() -> None:
    number = completed(check_digits.gs1, "91" + "0305" * 4 + "777")
    assert check_digits.gs1_after("91")(number[2:])
