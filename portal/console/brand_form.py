"""The brand's form: from what the file says to its fields, and back."""

from collections.abc import Iterable, Mapping
from typing import Any

from commerce.brand_schema import MOMENTS, MOST_QUESTIONS

PLAIN = ("accent", "background", "text", "font", "support_email", "support_url", "policy_url")
SLOT_WORDS = ("title", "text", "link_text")


def read(form: Mapping[str, str], shown_for: Mapping[int, list[str]], stored: Mapping[str, Any]) -> Any:
    """The brand that a form asks for. What it has no field for, a logo or another language's words, stays.

    `shown_for` are the moments ticked for each question, by its number.
    """
    wanted = dict(stored) | {name: form.get(name, "").strip() or None for name in PLAIN}
    wanted["radius"] = whole(form.get("radius", ""))
    sentences = {
        moment: spoken(form, f"sentence-{moment}", (stored.get("sentences") or {}).get(moment))
        for moment in MOMENTS
    }
    wanted["sentences"] = {moment: words for moment, words in sentences.items() if words}
    wanted["faq"] = questions(form, shown_for, stored.get("faq") or [])
    wanted["slot"] = slot(form, stored.get("slot") or {})
    return {name: value for name, value in wanted.items() if value not in (None, [], {})}


def whole(told: str) -> int | str | None:
    """The number; what is none is left to be refused."""
    told = told.strip()
    return int(told) if told.isascii() and told.isdigit() and len(told) < 9 else told or None


def spoken(form: Mapping[str, str], field: str, stored: Mapping[str, str] | None = None) -> dict[str, str]:
    """A text by language; those that the form has no field for stay."""
    told = {
        name.rpartition("-")[2]: value.strip().replace("\r\n", "\n")
        for name, value in form.items()
        if name.rpartition("-")[0] == field
    }
    return {locale: words for locale, words in (dict(stored or {}) | told).items() if words}


def questions(
    form: Mapping[str, str], shown_for: Mapping[int, list[str]], stored: list[Any]
) -> list[dict[str, Any]]:
    """The questions in their order; one whose words were all emptied is gone."""
    found = []
    for number in range(MOST_QUESTIONS):
        before = stored[number] if number < len(stored) else {}
        one = {
            name: spoken(form, f"faq-{number}-{name}", before.get(name)) for name in ("question", "answer")
        }
        if one["question"] or one["answer"]:
            found.append(one | {"shown_for": list(shown_for.get(number, ()))})
    return found


def slot(form: Mapping[str, str], stored: Mapping[str, Any]) -> dict[str, Any] | None:
    """The words at the end; none where there is no title."""
    words = {name: spoken(form, f"slot-{name}", stored.get(name)) for name in SLOT_WORDS}
    url = form.get("slot-link_url", "").strip()
    told = {name: value for name, value in words.items() if value} | ({"link_url": url} if url else {})
    return told or None


def ticked(names: Iterable[str], values: Mapping[str, list[str]]) -> dict[int, list[str]]:
    """The moments ticked for each question, from fields such as `faq-0-for`."""
    return {
        int(number): values[name]
        for name in names
        for number in [name.removeprefix("faq-").removesuffix("-for")]
        if name == f"faq-{number}-for" and number.isascii() and number.isdigit() and len(number) < 4
    }
