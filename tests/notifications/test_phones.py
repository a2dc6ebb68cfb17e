"""Numbers as the networks write them, and the words that stop and start messages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications import phones


@pytest.mark.parametrize(
    ("number", "country", "written"),
    [
        ("+1 415 555 0123", None, "+14155550123"),
        ("(415) 555-0123", "US", "+14155550123"),
        ("090-1234-5678", "JP", "+819012345678"),
        ("010-1234-5678", "KR", "+821012345678"),
        ("020 7946 0958", "GB", "+442079460958"),
        ("415-555-0123", None, None),
        ("12", "US", None),
        ("", "US", None),
        (None, "US", None),
        ("call me", "US", None),
    ],
)
def test_a_number_is_read_as_its_country_writes_it(
    number: str | None, country: str | None, written: str | None
) -> None:
    assert phones.e164(number, country) == written


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_none(text: str) -> None:
    written = phones.e164(text, "US")
    assert written is None or written.startswith("+")


@pytest.mark.parametrize(
    "text",
    [
        "STOP",
        " stop. ",
        "Stop!",
        "UNSUBSCRIBE",
        "opt-out",
        "arrêt",
        "停止",
        "配信停止",
        "수신거부",
        "수신 거부",
        "그만",
    ],
)
def test_a_plea_to_stop_is_understood(text: str) -> None:
    assert phones.asks_to_stop(text, [])


@pytest.mark.parametrize("text", ["START", "unstop", "Sí", "再開", "시작"])
def test_a_plea_to_start_is_understood(text: str) -> None:
    assert phones.asks_to_start(text, [])


@pytest.mark.parametrize("text", ["", "please stop by at five", "When does it stop raining?", "🛑", "thanks"])
def test_other_words_change_nothing(text: str) -> None:
    assert not phones.asks_to_stop(text, [])
    assert not phones.asks_to_start(text, [])


def test_the_merchants_own_words_count_too() -> None:
    assert phones.asks_to_stop("Pryč", ["pryč"])
    assert phones.asks_to_start("Zpět", ["ZPĚT"])
