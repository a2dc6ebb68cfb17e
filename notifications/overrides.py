"""Merchants' own templates: a small part of Jinja, in which nothing can run long, grow large or reach around.

A template may say values, choose by them and repeat itself over a list of ours. There are no calls, no assignments,
no arithmetic and no imports, so its work is bounded by its length; the sandbox stands behind that as a second wall.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import css_inline
from jinja2 import StrictUndefined, Template, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

PARTS = ("subject", "text", "html")
MOST_SOURCE = {"subject": 500, "text": 10_000, "html": 50_000}  # characters
MOST_OUTPUT = {"subject": 500, "text": 20_000, "html": 200_000}
MOST_LOOPS, DEEPEST_LOOP = 10, 2
LISTS = frozenset({"items", "parcels"})
FILTERS = frozenset(
    {
        "capitalize",
        "default",
        "d",
        "e",
        "escape",
        "first",
        "last",
        "length",
        "lower",
        "title",
        "trim",
        "upper",
    }
)
ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.Getattr,
    nodes.If,
    nodes.CondExpr,
    nodes.For,
    nodes.Filter,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Concat,
    nodes.List,
    nodes.Tuple,
)
Templates = Mapping[str, Any]


class Unfit(ValueError):
    """A template that we will not run; `line` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


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
            made[part] = fill(str(source), part, values)
        except (Unfit, TemplateError, ArithmeticError, LookupError, TypeError, ValueError):
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
    check(environment.parse(source))
    return environment.from_string(source)


def check(tree: nodes.Template) -> None:
    """Raise `Unfit` for the first thing in a template that is not allowed there."""
    for node in walk(tree):
        if not isinstance(node, ALLOWED):
            raise Unfit(node.lineno, f"{type(node).__name__.lower()} can't be used here")
        if isinstance(node, nodes.Filter) and node.name not in FILTERS:
            raise Unfit(
                node.lineno, f"there is no filter {node.name} here; there are {', '.join(sorted(FILTERS))}"
            )
        if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
            raise Unfit(node.lineno, f"there is nothing called {node.attr}")
    loops = list(tree.find_all(nodes.For))
    if len(loops) > MOST_LOOPS:
        raise Unfit(loops[MOST_LOOPS].lineno, f"there may be {MOST_LOOPS} loops at most")
    for loop in loops:
        check_loop(loop)


def check_loop(loop: nodes.For) -> None:
    """A loop runs over one of our lists, once, and not too deep."""
    over = loop.iter
    name = over.attr if isinstance(over, nodes.Getattr) else over.name if isinstance(over, nodes.Name) else ""
    if name not in LISTS:
        raise Unfit(loop.lineno, "a loop runs over items or parcels")
    if loop.recursive:
        raise Unfit(loop.lineno, "a loop can't be recursive")
    if depth(loop) > DEEPEST_LOOP:
        raise Unfit(loop.lineno, f"loops may stand {DEEPEST_LOOP} deep")


def depth(node: nodes.Node) -> int:
    """How many loops stand in one another at most, this one counted."""
    inside = max((depth(child) for child in node.iter_child_nodes()), default=0)
    return inside + isinstance(node, nodes.For)


def walk(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from walk(child)


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
