"""The catalogues are complete, and a visitor gets a language that is offered."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from portal import languages

ROOT = Path(__file__).resolve().parents[2]
TRANSLATED = [locale for locale in languages.SPOKEN if locale != "en"]


def messages_of(path: Path, locale: str | None = None) -> dict[str, Message]:
    with path.open("rb") as file:
        catalog: Catalog = read_po(file, locale=locale)
    return {first(message.id): message for message in catalog if message.id}


def first(text: str | tuple[str, ...]) -> str:
    return text[0] if isinstance(text, tuple) else text


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]", text))


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Message]:
    """The messages that stand in code and templates now."""
    target = tmp_path_factory.mktemp("messages") / "messages.pot"
    settings = ["-F", "portal/translations/babel.cfg", "-k", "_l", "-k", "ngettext:1,2"]
    command = [
        sys.executable,
        "-m",
        "babel.messages.frontend",
        "-q",
        "extract",
        *settings,
        "-o",
        str(target),
        ".",
    ]
    subprocess.run(command, cwd=ROOT, check=True, timeout=120)
    return messages_of(target)


@pytest.mark.parametrize("locale", languages.SPOKEN)
def test_every_message_of_code_and_templates_is_in_the_catalogue(
    locale: str, extracted: dict[str, Message]
) -> None:
    catalogue = messages_of(languages.CATALOGUES / locale / "LC_MESSAGES" / "messages.po", locale)
    assert extracted.keys() == catalogue.keys()


@pytest.mark.parametrize("locale", TRANSLATED)
def test_every_message_is_translated_with_its_placeholders_and_certain(locale: str) -> None:
    catalogue = messages_of(languages.CATALOGUES / locale / "LC_MESSAGES" / "messages.po", locale)
    for original, message in catalogue.items():
        assert not message.fuzzy, original
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        for form in said:
            assert form, original
            assert placeholders(form) == placeholders(original), original


@pytest.mark.parametrize(("locale", "script"), [("ja", r"[ぁ-んァ-ヶ一-龠]"), ("ko", r"[가-힣]")])
def test_translations_are_written_in_their_own_script(locale: str, script: str) -> None:
    catalogue = messages_of(languages.CATALOGUES / locale / "LC_MESSAGES" / "messages.po", locale)
    wordless = "%(day)s, %(time)s"
    foreign = [
        key
        for key, said in catalogue.items()
        if key != wordless and not re.search(script, first(said.string))
    ]
    assert not foreign


@pytest.mark.parametrize("locale", languages.SPOKEN)
def test_every_language_has_a_compiled_catalogue_and_a_name(locale: str) -> None:
    assert languages.catalogue(locale).info()["language"] == locale
    assert languages.NAMES[locale]


def test_a_catalogue_that_was_not_compiled_is_an_error_that_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(languages, "CATALOGUES", tmp_path)
    with pytest.raises(FileNotFoundError, match="make setup"):
        languages.catalogue.__wrapped__("ja")


@pytest.mark.parametrize(
    ("header", "offered", "wanted", "answer"),
    [
        (None, ["en", "ja"], None, "en"),
        ("ja-JP,ja;q=0.9,en;q=0.5", ["en", "ja"], None, "ja"),
        ("fr;q=0.9,ko;q=0.8,en;q=0.1", ["en", "ko"], None, "ko"),
        ("de,fr", ["ko", "en"], None, "ko"),
        ("ja", ["en", "ja", "ko"], "ko-KR", "ko"),
        ("ja", ["en", "ja"], "ko", "ja"),
        ("en-GB", ["ja", "en_US"], None, "en"),
        ("fr", ["fr", "de"], None, "en"),
        ("ja", [], None, "en"),
    ],
)
def test_the_language_is_the_wanted_then_the_browsers_then_the_shops(
    header: str | None, offered: list[str], wanted: str | None, answer: str
) -> None:
    assert languages.negotiate(header, offered, wanted) == answer


@given(st.text(max_size=60), st.lists(st.text(max_size=8), max_size=4), st.text(max_size=8))
def test_any_header_gets_a_language_that_we_speak(header: str, offered: list[str], wanted: str) -> None:
    assert languages.negotiate(header, offered, wanted) in languages.SPOKEN
