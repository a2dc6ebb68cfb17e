"""Our own words for each kind of notice, from one template a kind and language.

A template has the blocks `subject`, `headline`, `body` (paragraphs with empty lines between) and `short`, which goes
into text messages after the shop's name and before the link.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from notifications.letters import TEMPLATES, one_line

UNSPACED = ("ja",)  # languages that put no space between sentences


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a notice as plain text; the headline answers what the reader wants to know."""

    subject: str
    headline: str
    paragraphs: tuple[str, ...]
    short: str


def words_of(kind: str, locale: str, values: Mapping[str, Any]) -> Words:
    """The words of a kind in a language of `letters.SPOKEN`; `values` as `notifications.values` makes them."""
    template = _template(kind, locale)
    context = template.new_context(dict(values))
    said = {name: "".join(block(context)) for name, block in template.blocks.items()}
    return Words(
        one_line(said["subject"]),
        " ".join(paragraphs(said["headline"], locale)),
        paragraphs(said["body"], locale),
        one_line(said["short"]),
    )


def paragraphs(text: str, locale: str) -> tuple[str, ...]:
    """The paragraphs of a text: empty lines part them, single line ends are only where an editor wrapped."""
    space = "" if locale in UNSPACED else " "
    parts = (re.split(r"\s*\n\s*", part.strip()) for part in re.split(r"\n\s*\n", text))
    return tuple(joined for lines in parts if (joined := space.join(lines)))


@cache
def labels(locale: str) -> dict[str, str]:
    """The short words around a notice; `{name}` and the like stand where a value goes."""
    path = TEMPLATES / locale / "labels.json"
    told: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return told


@cache
def _template(kind: str, locale: str) -> Template:
    template = _environment().get_template(f"{locale}/notices/{kind}.txt")
    # Else a chain of maps, which is slow to go through for each notice.
    template.globals = dict(template.globals)
    return template


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(TEMPLATES)
    return Environment(loader=loader, undefined=StrictUndefined, auto_reload=False)  # noqa: S701 - plain text
