"""Every format in the table, tried on numbers made from its own shape."""

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tracking.carriers import check_digits
from tracking.carriers.carrier import Format
from tracking.carriers.detection import FORMATS, detect
from tracking.carriers.directory import BY_CODE

CHECKED = [known for known in FORMATS if known.check]
STRICT = [known for known in CHECKED if known.check in (check_digits.gs1, check_digits.luhn)]

few = settings(max_examples=10, deadline=None)


def label(known: Format) -> str:
    return f"{known.carrier} {known.name}"


@st.composite
def numbers(draw: st.DrawFn, known: Format) -> tuple[str, int]:
    """A number of this format with a check digit that holds, and the place of that digit."""
    drawn = draw(st.from_regex(known.pattern, fullmatch=True))
    found = known.pattern.fullmatch(drawn)
    assert found
    place = found.end(found.lastindex or 0) - 1
    fitting = (drawn[:place] + char + drawn[place + 1 :] for char in check_digits.ALPHABET)
    number = next(filter(known.fits, fitting), None)
    assume(number is not None and len(set(re.sub(r"\D", "", number))) > 1)
    assert number
    return number, place


@pytest.mark.parametrize("known", FORMATS, ids=label)
@few
@given(data=st.data())
def test_a_number_of_the_format_is_its_carriers(known: Format, data: st.DataObject) -> None:
    number, _ = data.draw(numbers(known))
    proofs = {one.carrier: one.proof for one in detect(number)}
    assert proofs[known.carrier] == "checksum" or known.check is None


@pytest.mark.parametrize("known", CHECKED, ids=label)
@few
@given(data=st.data())
def test_another_check_digit_does_not_fit(known: Format, data: st.DataObject) -> None:
    number, place = data.draw(numbers(known))
    wrong = data.draw(st.sampled_from(sorted(set("0123456789") - {number[place]})))
    assert not known.fits(number[:place] + wrong + number[place + 1 :])


@pytest.mark.parametrize("known", STRICT, ids=label)
@few
@given(data=st.data())
def test_a_single_wrong_digit_never_keeps_a_strict_formats_proof(known: Format, data: st.DataObject) -> None:
    number, _ = data.draw(numbers(known))
    found = known.pattern.fullmatch(number)
    assert found
    start, end = found.span(found.lastindex or 0)
    place = data.draw(st.integers(start, end - 1))
    wrong = data.draw(st.sampled_from(sorted(set("0123456789") - {number[place]})))
    assert not known.fits(number[:place] + wrong + number[place + 1 :])


@pytest.mark.parametrize("known", FORMATS, ids=label)
def test_a_shape_has_one_group_at_most_and_no_open_repeat(known: Format) -> None:
    assert known.pattern.groups <= 1
    assert not re.search(r"[*+]|,\}", known.shape)


def test_every_format_belongs_to_a_carrier_of_the_directory() -> None:
    assert {known.carrier for known in FORMATS} <= set(BY_CODE)


def test_no_carrier_has_two_formats_of_one_name() -> None:
    names = [label(known) for known in FORMATS]
    assert len(names) == len(set(names))
