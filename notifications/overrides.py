"""Merchants' own templates: a small part of Jinja, in which nothing can run long, grow large or reach around.

`override_checks` says which part; the sandbox stands behind that as a second wall.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import css_inline
from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from commerce.pointers import step
from notifications import channels
from notifications.kinds import KINDS
from notifications.letters import SPOKEN
from notifications.override_checks import Unfit, check

PARTS = ("subject", "text", "html")
MOST_SOURCE = {"subject": 500, "text": 10_000, "html": 50_000}  # characters
MOST_OUTPUT = {"subject": 500, "text": 20_000, "html": 200_000}
LEVELS: tuple[tuple[str, Callable[[], Iterable[str]]], ...] = (
    ("kind of notice", lambda: KINDS),
    ("channel", channels.names),
    ("language", lambda: SPOKEN),
    ("part", lambda: PARTS),
)
Templates = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a merchant's templates came to, None for those that there are not; `broken` names those that failed."""

    subject: str | None = None
    text: str | None = None
    html: str | None = None
    broken: tuple[str, ...] = ()


def of(overrides: Templates | None, kind: str, channel: str, locale: str) -> Templates:
    """The templates for a notice, `{subject, text, html}`; a region without its own has its language's."""
    by_locale = ((overrides or {}).get(kind) or {}).get(channel) or {}
    found: Templates = (
        by_locale.get(locale) or by_locale.get(locale.replace("_", "-").partition("-")[0]) or {}
    )
    return found


def rendered(templates: Templates, values: Mapping[str, Any]) -> Rendered:
    """Each of the templates filled in; those that fail are left out and named."""
    made: dict[str, str | None] = {}
    broken = []
    for part in PARTS:
        source = templates.get(part)
        if not source:
            continue
        try:
            said = fill(str(source), part, values)
            if said.strip():
                made[part] = inlined(said) if part == "html" and is_document(said) else said
        except (
            css_inline.InlineError,
            Unfit,
            TemplateError,
            ArithmeticError,
            LookupError,
            TypeError,
            ValueError,
        ):
            broken.append(part)
    return Rendered(**made, broken=tuple(broken))


def fill(source: str, part: str, values: Mapping[str, Any]) -> str:
    """One template with its values; raises `Unfit`, or what Jinja raises."""
    template, said, length = compiled(source, part), [], 0
    for chunk in template.generate(**values):
        said.append(chunk)
        length += len(chunk)
        if length > MOST_OUTPUT[part]:
            raise Unfit(1, f"it says more than {MOST_OUTPUT[part]} characters")
    return "".join(said)


@lru_cache(maxsize=1024)
def compiled(source: str, part: str) -> Template:
    """A template that is fit to run."""
    if len(source) > MOST_SOURCE[part]:
        raise Unfit(1, f"must have {MOST_SOURCE[part]} characters at most")
    environment = _environment(html=part == "html")
    try:
        check(environment.parse(source))
        return environment.from_string(source)
    except RecursionError as exc:
        raise Unfit(1, "it is nested too deep") from exc


def faults(templates: Any, pointer: str = "", level: int = 0) -> Iterator[tuple[str, str]]:
    """Pointer and message of everything wrong in the `templates` of a merchant's file."""
    what, names = LEVELS[level]
    if not isinstance(templates, dict):
        yield pointer, f"Not a mapping, as one by {what} is."
        return
    for name, inner in templates.items():
        at = pointer + step(name)
        if name not in names():
            yield at, f"Not a {what}; there are {', '.join(names())}."
        elif level < len(LEVELS) - 1:
            yield from faults(inner, at, level + 1)
        elif not isinstance(inner, str):
            yield at, "Not a text."
        elif said := fault(inner, name):
            yield at, said


def fault(source: str, part: str) -> str | None:
    """What is wrong with one template, its own line named; None where it is fit."""
    try:
        compiled(source, part)
    except Unfit as exc:
        return f"Line {exc.line}: {exc}."
    except TemplateSyntaxError as exc:
        return f"Line {exc.lineno}: {exc.message}"
    return None


def is_document(html: str) -> bool:
    """Whether it is a whole page rather than a part of one."""
    return "<html" in html[:2000].lower()


def inlined(html: str) -> str:
    """A whole page with the rules of its style sheets written at each element, as mail programs ask for it."""
    return css_inline.inline(html, load_remote_stylesheets=False, keep_style_tags=True)


@lru_cache(maxsize=2)
def _environment(*, html: bool) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(autoescape=html, undefined=StrictUndefined)
    environment.globals.clear()
    return environment
