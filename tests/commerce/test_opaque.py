"""Opaque ids: equal for equal numbers, readable by their own merchant alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.opaque import Opaque

IDS = Opaque("evt", b"k" * 32)


@given(st.integers(1, 2**31), st.integers(1, 2**62))
def test_an_id_reads_back_for_its_merchant_and_for_no_other(merchant_id: int, number: int) -> None:
    shown = IDS.show(merchant_id, number)
    assert IDS.read(merchant_id, shown) == number
    assert IDS.read(merchant_id + 1, shown) is None


def test_neighbours_have_nothing_in_common() -> None:
    shown = [IDS.show(1, number) for number in range(200)]
    assert len({one[:12] for one in shown}) == len(shown)


@pytest.mark.parametrize(
    "wrong",
    ["", "evt_", "evt_" + "0" * 32, "ntc_" + "0" * 32, "evt_" + "zz" * 16, "evt_" + " 0" * 16, "evt_é"],
)
def test_what_we_never_showed_reads_as_nothing(wrong: str) -> None:
    assert IDS.read(1, wrong) is None


def test_another_key_reads_nothing() -> None:
    assert Opaque("evt", b"x" * 32).read(1, IDS.show(1, 5)) is None
