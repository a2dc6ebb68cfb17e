import string

import pytest

from returns.policy.messages import BUILT_IN, locale_chain, pick, texts


def test_the_locales_are_tried_from_the_nearest_to_english() -> None:
    assert locale_chain("pt_BR", "ko") == ("pt-br", "pt", "ko", "en")


def test_an_order_without_a_locale_is_spoken_to_in_the_merchants() -> None:
    assert locale_chain(None, "ja") == ("ja", "en")


def test_a_language_serves_its_regions() -> None:
    assert pick(texts({"en": "No", "pt": "Não"}), locale_chain("pt-BR", "en")) == "Não"


def test_a_message_without_any_of_the_locales_still_says_something() -> None:
    assert pick(texts({"de": "Nein"}), locale_chain("fr", "en")) == "Nein"


def test_a_plain_text_is_for_everyone() -> None:
    assert pick(texts("No"), locale_chain("ja", "en")) == "No"


@pytest.mark.parametrize("code", BUILT_IN)
def test_a_built_in_message_says_the_same_in_each_language(code: str) -> None:
    def params(text: str) -> set[str | None]:
        return {field for _, field, _, _ in string.Formatter().parse(text) if field}

    assert set(BUILT_IN[code]) == {"en", "ja", "ko"}
    assert len({frozenset(params(text)) for text in BUILT_IN[code].values()}) == 1
