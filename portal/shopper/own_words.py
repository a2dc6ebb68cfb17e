"""What a shop says on its tracking pages beside our own words: a sentence, answers, a few words at the end."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.shopper.links import web_address


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and the answer."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Slot:
    """The words at the end of the page, with a link where there is one."""

    title: str
    text: str
    link: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class OwnWords:
    """A brand's words in all of its languages, as its file has them; `spoken` is the shop's first language."""

    brand: Mapping[str, Any]
    spoken: str = "en"

    def sentence(self, moments: Iterable[str], locale: str) -> str | None:
        """The sentence for the first of these moments that has one."""
        told = self.brand.get("sentences") or {}
        return next((self._said(told[moment], locale) for moment in moments if told.get(moment)), None)

    def questions(self, moments: Iterable[str], locale: str) -> list[Question]:
        """Questions for any of these moments, and those for all, in the shop's own order."""
        now = set(moments)
        return [
            Question(self._said(one["question"], locale), self._said(one["answer"], locale))
            for one in self.brand.get("faq") or ()
            if not one["shown_for"] or now & set(one["shown_for"])
        ]

    def slot(self, locale: str) -> Slot | None:
        """The words at the end; None where the shop has none."""
        told = self.brand.get("slot")
        if not told:
            return None
        words = {name: self._said(told[name], locale) for name in ("title", "text", "link_text")}
        url = web_address(told["link_url"])
        return Slot(words["title"], words["text"], (url, words["link_text"]) if url else None)

    def _said(self, words: Mapping[str, str], locale: str) -> str:
        """The words in that language, else in the shop's own, else in any."""
        return words.get(locale) or words.get(self.spoken) or next(iter(words.values()), "")


NOTHING = OwnWords({})
