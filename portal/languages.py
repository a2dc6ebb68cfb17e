"""Which languages we speak, their gettext catalogues, and which of them a visitor gets."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from babel.support import Translations
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

CATALOGUES = Path(__file__).parent / "translations"
SPOKEN = ("en", "ja", "ko")
NAMES = {"en": "English", "ja": "日本語", "ko": "한국어"}


def _l(message: str) -> str:
    """Mark a message for extraction where it is written down, long before the reader's language is known."""
    return message


@cache
def catalogue(locale: str) -> Translations:
    """The messages of one language of `SPOKEN`.

    Raises FileNotFoundError where the catalogue was never compiled, rather than speak English unasked.
    """
    compiled = CATALOGUES / locale / "LC_MESSAGES" / "messages.mo"
    if not compiled.exists():
        raise FileNotFoundError(f"{compiled} is missing: run `make setup` to compile the translations")
    with compiled.open("rb") as file:
        return Translations(file)


def negotiate(accept_language: str | None, offered: Sequence[str], wanted: str | None = None) -> str:
    """The language to answer in: the wanted one where offered, else the browser's best, else the first.

    `accept_language` is the header as it came (RFC 9110, 12.5.4). Languages that we have no catalogue for do
    not count as offered, and a region is ignored (`ja-JP` is `ja`).
    """
    spoken = [locale for locale in map(language_of, offered) if locale in SPOKEN] or [SPOKEN[0]]
    if wanted and language_of(wanted) in spoken:
        return language_of(wanted)
    accepted = parse_accept_header(accept_language, LanguageAccept)
    return accepted.best_match(spoken, default=spoken[0]) or spoken[0]


def language_of(tag: str) -> str:
    """The language of a BCP 47 tag or a locale name, without script and region."""
    return tag.replace("_", "-").partition("-")[0].lower()
