"""The fields that a form shows: what each asks, what stands in it, and what is wrong with that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.console.policy import values
from portal.console.policy.nodes import Group, Test
from portal.console.policy.terms import Term, get, shown
from returns.policy.problems import Problem
from returns.policy.vocabulary import FACTS, OPERATORS

MOST_NESTED = 3  # what is offered; deeper ones, written as text, are shown all the same


@dataclass
class Asked:
    """The faults of what was sent, each handed out at the field that it concerns.

    `known` are the values of facts that the shop's own orders have.
    """

    faults: Sequence[Problem]
    places: Mapping[str, str]
    reasons: tuple[str, ...]
    told: set[int] = field(default_factory=set)
    known: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def at(self, pointer: str) -> list[str]:
        """The codes of what is wrong at a key or inside it."""
        return self.among(lambda fault: f"{fault.pointer}/".startswith(f"{pointer}/"))

    def in_field(self, name: str) -> list[str]:
        """The codes of what is wrong in a field of the condition."""
        return self.among(lambda fault: self.field_of(fault) == name)

    def among(self, concerns: Any) -> list[str]:
        found = [index for index, fault in enumerate(self.faults) if concerns(fault)]
        self.told.update(found)
        return list(dict.fromkeys(self.faults[index].code for index in found))

    def field_of(self, fault: Problem) -> str | None:
        """The field that stands at the fault's pointer, or at the nearest one around it."""
        pointer = fault.pointer
        while pointer and pointer not in self.places:
            pointer = pointer.rpartition("/")[0]
        return self.places.get(pointer)

    def rest(self) -> list[str]:
        """The codes that no field has taken; to be asked last."""
        return list(
            dict.fromkeys(fault.code for index, fault in enumerate(self.faults) if index not in self.told)
        )


@dataclass(frozen=True)
class TestFields:
    """A row of the condition: the fact, how it is compared, and the value's field."""

    path: str
    fact: str
    op: str
    ops: tuple[str, ...]
    widget: str
    texts: list[str]
    offers: tuple[str, ...]
    faults: dict[str, list[str]]
    known: Sequence[str] = ()
    is_group: bool = False


@dataclass(frozen=True)
class GroupFields:
    """A group of rows; `may_nest` where another group may stand in it."""

    path: str
    join: str
    members: list["TestFields | GroupFields"]
    faults: list[str]
    may_nest: bool
    is_group: bool = True


def of_condition(group: Group, asked: Asked, depth: int = 0) -> GroupFields:
    """The rows of a condition."""
    members: list[TestFields | GroupFields] = [
        of_condition(member, asked, depth + 1) if isinstance(member, Group) else of_test(member, asked)
        for member in group.members
    ]
    return GroupFields(group.path, group.join, members, asked.in_field(group.path), depth < MOST_NESTED)


def of_test(test: Test, asked: Asked) -> TestFields:
    kind = FACTS.get(test.fact)
    ops = tuple(op for op, kinds in OPERATORS.items() if kind in kinds)
    return TestFields(
        path=test.path,
        fact=test.fact,
        op=test.op,
        ops=ops,
        widget=values.widget(test.fact, test.op),
        texts=test.texts,
        offers=values.offered(test.fact, asked.reasons),
        faults={part: asked.in_field(f"{test.path}:{part}") for part in ("fact", "op", "value")},
        known=asked.known.get(test.fact, ()),
    )


@dataclass(frozen=True)
class TermField:
    """A term's field with the texts that stand in it."""

    term: Term
    texts: list[str]
    faults: list[str]

    @property
    def offers(self) -> list[str]:
        """The words to choose from: those that are chosen first, as shoppers see them in that order."""
        if self.term.widget == "choice":
            return list(self.term.offers)
        return [*self.texts, *(word for word in self.term.offers if word not in self.texts)]

    @property
    def id(self) -> str:
        return self.term.field.replace(":", "-").replace(".", "-")


def of_terms(
    groups: Mapping[str, tuple[Term, ...]], start: str, terms: Mapping[str, Any], asked: Asked, currency: str
) -> dict[str, list[TermField]]:
    """The fields of each group of terms; `start` is where they stand in what was checked."""
    return {
        group: [
            TermField(term, shown(term, get(terms, term.name), currency), asked.at(start + term.pointer))
            for term in members
            if term.widget != "messages"
        ]
        for group, members in groups.items()
    }
