"""A rule's condition as a form has it: groups of tests, whose values are still the texts that were typed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.console.policy.values import read, texts
from returns.policy.condition_checks import DEEPEST
from returns.policy.vocabulary import FACTS, OPERATORS

MOST_MEMBERS = 200
NEGATED = {"all": "not_all", "any": "none", "not_all": "all", "none": "any"}


@dataclass
class Test:
    """One test. `path` names its fields in the form."""

    fact: str
    op: str
    texts: list[str] = field(default_factory=list)
    path: str = ""


@dataclass
class Group:
    """Conditions under `all`, `any`, `none` or `not_all`."""

    join: str
    members: list["Test | Group"] = field(default_factory=list)
    path: str = ""


def group_of(when: Mapping[str, Any] | None, currency: str) -> Group:
    """The outermost group of a rule's condition; it has no members where the rule always holds."""
    if when is None:
        return Group("all", path="w")
    node = node_of(when, currency, "w", negated=False)
    if isinstance(node, Group):
        return node
    return Group("all", [node_of(when, currency, "w:0", negated=False)], "w")


def node_of(when: Mapping[str, Any], currency: str, path: str, *, negated: bool) -> Test | Group:
    """The same condition; what `not` says becomes the way in which a group joins its members."""
    if "not" in when:
        return node_of(when["not"], currency, path, negated=not negated)
    join = next((word for word in ("all", "any") if word in when), None)
    if join is None:
        if negated:
            return Group("none", [test_of(when, currency, f"{path}:0")], path)
        return test_of(when, currency, path)
    members = [
        node_of(member, currency, f"{path}:{index}", negated=False) for index, member in enumerate(when[join])
    ]
    return Group(NEGATED[join] if negated else join, members, path)


def test_of(test: Mapping[str, Any], currency: str, path: str) -> Test:
    return Test(test["fact"], test["op"], texts(test["fact"], test["op"], test.get("value"), currency), path)


def posted(form: Any, path: str = "w", depth: int = 0) -> Test | Group:
    """The condition that a form tells of; `form` is a werkzeug MultiDict."""
    if f"{path}:fact" in form:
        fact, op = form[f"{path}:fact"], form.get(f"{path}:op", "")
        return Test(fact, op, form.getlist(f"{path}:value"), path)
    join = form.get(f"{path}:join", "all")
    group = Group(join if join in NEGATED else "all", path=path)
    if depth <= DEEPEST:
        for index in range(MOST_MEMBERS):
            below = f"{path}:{index}"
            if f"{below}:fact" in form or f"{below}:join" in form:
                group.members.append(posted(form, below, depth + 1))
    return group


def condition(
    node: Test | Group, currency: str, at: str = "", places: dict[str, str] | None = None
) -> dict[str, Any]:
    """The condition as a policy has it; `places` learns which field stands at which pointer."""
    places = {} if places is None else places
    places[at] = node.path
    if isinstance(node, Test):
        places |= {f"{at}/{part}": f"{node.path}:{part}" for part in ("fact", "op", "value")}
        test: dict[str, Any] = {"fact": node.fact, "op": node.op}
        return test | {"value": read(node.fact, node.op, node.texts, currency)}
    negated = node.join in ("none", "not_all")
    word = NEGATED[node.join] if negated else node.join
    inside = f"{at}/not" if negated else at
    if len(node.members) == 1:
        said = condition(node.members[0], currency, inside, places)
    else:
        said = {
            word: [
                condition(member, currency, f"{inside}/{word}/{index}", places)
                for index, member in enumerate(node.members)
            ]
        }
        places[f"{inside}/{word}"] = node.path
    return {"not": said} if negated else said


def reshape(root: Group, step: str) -> str:
    """Add or take away a part of the condition: `add:w`, `group:w:1`, `drop:w:1:0`; others change nothing.

    Returns the path of the test that is new.
    """
    what, _, path = step.partition(":")
    found, fresh = find(root, path), None
    if what == "drop" and found and path != root.path:
        parent = find(root, path.rpartition(":")[0])
        if isinstance(parent, Group):
            parent.members = [member for member in parent.members if member.path != path]
    elif isinstance(found, Group) and what in ("add", "group"):
        fresh = blank()
        join = "any" if found.join in ("all", "none") else "all"
        found.members.append(fresh if what == "add" else Group(join, [fresh, blank()]))
    number(root, root.path)
    return fresh.path if fresh else ""


def blank() -> Test:
    """The test that a new row begins with."""
    return Test("line.product_type", "eq", [""])


def facts(node: Test | Group) -> Iterator[str]:
    """What the tests of a condition look at."""
    if isinstance(node, Test):
        yield node.fact
    else:
        for member in node.members:
            yield from facts(member)


def find(node: Test | Group, path: str) -> Test | Group | None:
    if node.path == path:
        return node
    members = node.members if isinstance(node, Group) else []
    return next((found for member in members if (found := find(member, path))), None)


def number(node: Test | Group, path: str) -> None:
    """Name all fields by the places that the parts have now."""
    node.path = path
    if isinstance(node, Group):
        for index, member in enumerate(node.members):
            number(member, f"{path}:{index}")


def suit(node: Test | Group) -> None:
    """Give each test whose fact was just changed an operator that can be asked of it."""
    if isinstance(node, Group):
        for member in node.members:
            suit(member)
    elif node.fact in FACTS and FACTS[node.fact] not in OPERATORS.get(node.op, ()):
        node.op = next(op for op, kinds in OPERATORS.items() if FACTS[node.fact] in kinds)
        node.texts = []
