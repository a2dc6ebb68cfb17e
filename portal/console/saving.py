"""Putting a part of the merchant's file in place of what a form showed, as `waypost merchants apply` would.

A form carries the mark of the part as it was shown. Who saves over a colleague's change is told of it, and
changes nothing.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, NamedTuple

import orjson

from commerce import audit, merchant_changes, merchant_export, merchant_file, merchants
from commerce.database import transaction
from commerce.errors import Conflict
from commerce.merchants import Known
from portal.console import file_words
from portal.console.gate import visit
from portal.console.page import speaks


class Difference(NamedTuple):
    """A key below a part of the file, and what two versions of it say there; None where one lacks it."""

    key: str
    one: Any
    other: Any


class Told(NamedTuple):
    """A difference in the reader's words: what it is, how it stands, and how it was sent."""

    what: str
    stands: str
    sent: str


class ChangedMeanwhile(Conflict):
    """The part is not what the form showed: `differences` are between what stands and what was sent."""

    code, title = "changed_meanwhile", "Somebody changed the shop meanwhile"

    def __init__(self, differences: list[Told]) -> None:
        super().__init__()
        self.differences = differences


class Faults(dict[str, str]):
    """What is wrong, by key; empty words for what is right."""

    def __missing__(self, key: str) -> str:
        return ""

    def below(self, head: str) -> "Faults":
        """Those below a key, by the rest of it; all others under ''."""
        found = Faults()
        for key, said in self.items():
            found.setdefault(key.removeprefix(head) if key.startswith(head) else "", said)
        return found


@dataclass(frozen=True)
class Form:
    """A part as its form shows it, `mark` naming what it was made from.

    `status` is the page's, with the reason where the part was not saved: its faults, or what a colleague changed.
    """

    wanted: Any
    mark: str
    status: int = HTTPStatus.OK
    faults: Faults = field(default_factory=Faults)
    differences: Sequence[Told] = ()


def opened(name: str) -> Form:
    """The form of a part as it stands."""
    stored = stands(name)
    return Form(stored, mark(stored))


def refused(name: str, wanted: Any, seen: str, action: str) -> Form | None:
    """Save a part as `put` does; the form to be shown again where it could not be."""
    try:
        put(name, wanted, seen, action)
    except merchant_file.WrongFile as wrong:
        return Form(wanted, seen, HTTPStatus.UNPROCESSABLE_ENTITY, faults(wrong, name))
    except ChangedMeanwhile as conflict:
        now = mark(stands(name))
        return Form(wanted, now, HTTPStatus.CONFLICT, differences=conflict.differences)
    return None


def stands(name: str) -> Any:
    """A part of this shop's file as it is stored now, without what is not set."""
    return part(fresh(), name)


def fresh() -> Known:
    """This shop as it is stored now."""
    return merchants.fresh_by_id(visit().merchant.id) or visit().merchant


def part(merchant: Known, name: str) -> Any:
    return merchant_export.document(merchant).get(name)


def mark(value: Any) -> str:
    """What a form carries to tell which version of a part it showed."""
    return hashlib.sha256(orjson.dumps(value, option=orjson.OPT_SORT_KEYS)).hexdigest()[:20]


def put(name: str, wanted: Any, seen: str, action: str) -> None:
    """Apply the shop's file with a part replaced, if that part still has the mark that was `seen`.

    Raises `ChangedMeanwhile`, and `merchant_file.WrongFile` for what `merchants apply` would refuse. The log
    tells what was before and after, under the action.
    """
    me, slug = visit().staff, visit().merchant.slug
    with transaction() as session:
        merchant_changes.locked(session, slug)
        contents = merchant_export.document(fresh())  # nobody else can change it before this is done
        contents.pop("integrations", None)
        before = contents.get(name)
        if mark(before) != seen:
            raise ChangedMeanwhile([told_of(name, one) for one in differences(before, wanted)])
        applied = merchant_changes.apply(merchant_file.made_of(contents | {name: wanted}))
        if applied.changed:
            changed = list(differences(before, wanted))
            told = {
                "before": {one.key or name: one.one for one in changed},
                "after": {one.key or name: one.other for one in changed},
            }
            audit.write(me.merchant_id, me.email, action, f"shop {slug}", **told)
    merchants.forget()


def told_of(name: str, difference: Difference) -> Told:
    """A difference within a part as its form would show it."""
    say, key = speaks(visit()).gettext, difference.key or name
    stands, sent = (file_words.value(say, name, key, one) for one in (difference.one, difference.other))
    return Told(file_words.label(say, name, key), stands, sent)


def faults(wrong: merchant_file.WrongFile, name: str) -> Faults:
    """What is wrong with a part, by the key below it (`locations/0/cutoff` is `0/cutoff`); else under ''."""
    found = Faults()
    for fault in wrong.faults:
        head, _, below = fault.pointer.removeprefix("/").partition("/")
        found.setdefault(below if head == name else "", fault.message)
    return found


def differences(one: Any, other: Any, key: str = "") -> Iterator[Difference]:
    """Where two JSON values differ, by dotted key; what is empty or null is as good as left out.

    The items of a list that have codes are told by them.
    """
    if has_codes(one) or has_codes(other):
        one, other = ({item["code"]: item for item in listed or ()} for listed in (one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        for name in dict.fromkeys((*one, *other)):
            yield from differences(one.get(name), other.get(name), f"{key}.{name}" if key else name)
    elif one != other and (one or other or other == 0 or one == 0):
        yield Difference(key, one, other)


def has_codes(value: Any) -> bool:
    """Whether it is a list whose items have codes."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(one, dict) and "code" in one for one in value)
    )
