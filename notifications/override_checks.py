"""Which templates of a merchant's are fit to run: told by their syntax tree and the names that there are.

A template may say values, choose by them, and repeat itself over a list of ours. There are no calls, no assignments,
no arithmetic and no imports, so its work is bounded by its length.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from jinja2 import nodes

from notifications.facts import Facts, Line, Links, Parcel, Shop
from notifications.values import values_of

MOST_LOOPS, DEEPEST_LOOP = 10, 2
FILTERS = frozenset("capitalize default d e escape first last length lower title trim upper".split())
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
OF_LOOP = dict.fromkeys(("index", "index0", "first", "last", "length"), 1)
Scope = Mapping[str, Any]


class Unfit(ValueError):
    """A template that we will not run; `line` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def check(tree: nodes.Template) -> None:
    """Raise `Unfit` for the first thing in a template that is not allowed or not there."""
    for node in walk(tree):
        if not isinstance(node, ALLOWED):
            raise Unfit(node.lineno, f"{type(node).__name__.lower()} can't be used here")
        if isinstance(node, nodes.Filter) and node.name not in FILTERS:
            raise Unfit(node.lineno, f"there is no filter {node.name}, only {', '.join(sorted(FILTERS))}")
    loops = list(tree.find_all(nodes.For))
    if len(loops) > MOST_LOOPS:
        raise Unfit(loops[MOST_LOOPS].lineno, f"there may be {MOST_LOOPS} loops at most")
    for loop in loops:
        if loop.recursive or depth(loop) > DEEPEST_LOOP:
            raise Unfit(loop.lineno, f"loops may stand {DEEPEST_LOOP} deep, and none runs in itself")
    look_up(tree, names())


def look_up(node: nodes.Node, scope: Scope) -> Any:
    """An example of what the expression is; raise `Unfit` for a name that there is not."""
    match node:
        case nodes.Name():
            return known(scope, node.name, node.lineno)
        case nodes.Getattr():
            return known(look_up(node.node, scope), node.attr, node.lineno)
        case nodes.For():
            return repeat(node, scope)
    for child in node.iter_child_nodes():
        look_up(child, scope)
    return None


def known(owner: Any, name: str, line: int) -> Any:
    if not isinstance(owner, Mapping) or name not in owner:
        raise Unfit(line, f"there is nothing called {name} here")
    return owner[name]


def repeat(loop: nodes.For, scope: Scope) -> None:
    over = look_up(loop.iter, scope)
    if not isinstance(over, list) or not isinstance(loop.target, nodes.Name):
        raise Unfit(loop.lineno, "a loop runs over one of the lists, with one name for what it meets")
    inside = {**scope, loop.target.name: over[0] if over else None, "loop": OF_LOOP}
    for child in [*loop.body, *([loop.test] if loop.test else [])]:
        look_up(child, inside)
    for child in loop.else_:
        look_up(child, scope)


def depth(node: nodes.Node) -> int:
    """How many loops stand in one another at most, this one counted."""
    inside = max((depth(child) for child in node.iter_child_nodes()), default=0)
    return inside + isinstance(node, nodes.For)


def walk(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from walk(child)


@cache
def names() -> dict[str, Any]:
    """Every name that templates may use, with an example of what it holds."""
    line, time = (Line("Tee"),), datetime(2026, 1, 1, tzinfo=UTC)
    parcel = Parcel("S1", "in_transit", lines=line)
    facts = Facts(Shop("Acme"), "1001", "en", "UTC", time, time, Links(""), lines=line, parcel=parcel)
    return values_of(facts, "en")
