"""Text messages fit into as few parts as their language allows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.composing import compose
from notifications.kinds import KINDS
from notifications.letters import SPOKEN
from notifications.short import GSM_MOST, UCS_MOST, in_gsm, length, text_message
from tests.notifications.examples import full

LINK = "https://track.acme.test/t/AbCdEfGhIjKlMnOpQrStUv"


@pytest.mark.parametrize("kind", KINDS)
def test_an_english_message_is_one_part_of_seven_bit_characters(kind: str) -> None:
    text = compose(kind, "sms", "en", full(kind)).text
    assert in_gsm(text) and length(text) <= GSM_MOST and "..." not in text


@pytest.mark.parametrize("locale", [locale for locale in SPOKEN if locale != "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_japanese_or_korean_message_is_two_parts_at_most(kind: str, locale: str) -> None:
    text = compose(kind, "sms", locale, full(kind)).text
    assert length(text) <= UCS_MOST and "..." not in text


def test_typographic_signs_become_those_of_a_phone() -> None:
    assert text_message("Acme", "it’s here – today…", LINK) == f"Acme: it's here - today... {LINK}"


def test_a_character_of_the_extension_table_counts_twice() -> None:
    assert (length("€[]"), length("é"), length("날")) == (6, 1, 1)


def test_a_long_shop_name_is_shortened_before_the_sentence_is() -> None:
    said = text_message("The Extraordinarily Long-Winded Trading Company", "your parcel is here.", LINK)
    assert said == f"The Extraordinarily Lo..: your parcel is here. {LINK}"


@given(st.text(max_size=60), st.text(max_size=400))
def test_whatever_is_said_fits_and_keeps_its_link(shop: str, sentence: str) -> None:
    said = text_message(shop, sentence, LINK)
    assert said.endswith(f" {LINK}") and length(said) <= (GSM_MOST if in_gsm(said) else UCS_MOST)
