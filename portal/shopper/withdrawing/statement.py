"""What a shopper filled in: units of each line, a name, and where the receipt goes."""

from collections.abc import Mapping
from email.errors import HeaderParseError
from email.headerregistry import Address
from typing import NamedTuple

from marshmallow import ValidationError

from commerce.fields import SHORT, Email
from portal.shopper.returning.choices import MOST_DIGITS
from returns.withdrawal.right import Right

LONGEST_NAME = SHORT
FILLED_IN = "chosen"  # the field that tells a form that was filled in from one that is opened


class Statement(NamedTuple):
    """The form's answers; None units are no number. `read` fills it in as it is first shown."""

    units: Mapping[str, int | None]
    name: str
    email: str

    @property
    def chosen(self) -> dict[str, int]:
        """The lines that are withdrawn from."""
        return {line: units for line, units in self.units.items() if units}

    def fields(self) -> list[tuple[str, str]]:
        """The fields that carry the choice of lines on, without what tells who it is."""
        carried = [(f"units.{line}", str(units)) for line, units in self.units.items() if units is not None]
        return [(FILLED_IN, "1"), *carried]


def read(fields: Mapping[str, str], right: Right, name: str, email: str) -> Statement:
    """The answers in a form's fields; what it is opened with is everything, and who ordered."""
    if FILLED_IN not in fields:
        return Statement({line.line.id: line.most for line in right.lines if line.most}, name, email)
    units = {line.line.id: number(fields.get(f"units.{line.line.id}", "")) for line in right.lines}
    return Statement(units, fields.get("name", name).strip(), fields.get("email", email).strip())


def number(text: str) -> int | None:
    """A number of units, none where the field is not there; None for what is no number."""
    if not text:
        return 0
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def lacks(statement: Statement) -> dict[str, str]:
    """Codes of what is missing or wrong, by field; the empty field is the form as a whole."""
    problems = {f"units.{line}": "wrong_units" for line, units in statement.units.items() if units is None}
    if not problems and not statement.chosen:
        problems[""] = "nothing_chosen"
    if not statement.name or len(statement.name) > LONGEST_NAME or not statement.name.isprintable():
        problems["name"] = "no_name"
    if not reachable(statement.email):
        problems["email"] = "no_email"
    return problems


def beyond(statement: Statement, right: Right) -> dict[str, str]:
    """The same for lines of which there are fewer units."""
    most = {line.line.id: line.most for line in right.lines}
    return {f"units.{line}": "too_many" for line, units in statement.chosen.items() if units > most[line]}


def reachable(email: str) -> bool:
    """Whether a mail can carry the address."""
    try:
        checked = Email().deserialize(email)
        Address(addr_spec=checked or "")
    except (ValidationError, ValueError, HeaderParseError, IndexError):
        return False
    return bool(checked) and email.isascii()
