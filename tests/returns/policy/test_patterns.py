import pytest
from hypothesis import given
from hypothesis import strategies as st

from returns.policy.patterns import compile_pattern, is_slow


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("TEE-*", "TEE-M", True),
        ("TEE-*", "tee-m", False),
        ("TEE", "TEE-M", False),
        ("*-M", "TEE-M", True),
        ("T?E-[ML]", "TEE-L", True),
        ("T?E-[!ML]", "TEE-L", False),
        ("a.c", "abc", False),
        ("*", "two\nlines", True),
        ("(a+)+$", "aaaa", False),
    ],
)
def test_a_pattern_takes_the_whole_text_and_minds_case(pattern: str, text: str, matches: bool) -> None:
    assert bool(compile_pattern(pattern).match(text)) is matches


@given(st.text(alphabet="[]!^-&|~ab\\*?", max_size=30))
def test_any_text_is_a_pattern(pattern: str) -> None:
    compile_pattern(pattern).match("ab")


@given(st.text(max_size=50))
def test_a_text_without_signs_matches_itself(text: str) -> None:
    plain = "".join(char for char in text if char not in "*?[")
    assert compile_pattern(plain).match(plain)


def test_many_stars_are_slow() -> None:
    assert is_slow("*a*a*a*a*a*a*b")
    assert not is_slow("*summer*-2026-*")
