"""What a shopper has chosen so far, as the form's fields carry it from step to step.

Each field is named for its question and its order line: `units.L1`, `why.L1`, `what.L1`, `sku.L1`, `how.L1`.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from returns.case import AskedLine

MOST_DIGITS = 6


class Step(StrEnum):
    """The questions in their turn."""

    ITEMS = "items"
    WHY = "why"
    WHAT = "what"
    HOW = "how"


STEPS = tuple(Step)
ASKED_AT = {Step.ITEMS: ("units",), Step.WHY: ("why",), Step.WHAT: ("what", "sku"), Step.HOW: ("how",)}


class Choice(NamedTuple):
    """Units of one order line, and what was answered about them; `sku` is wanted in exchange."""

    line: str
    units: int
    why: str | None = None
    what: str | None = None
    sku: str | None = None
    how: str | None = None

    def asked(self, before: Step | None = None, *, photo: bool = False) -> AskedLine:
        """The line as the policy is asked about it, with the answers given before a step (None: all)."""
        known = STEPS.index(before) if before else len(STEPS)
        return AskedLine(
            self.line,
            self.units,
            reason=self.why if known > STEPS.index(Step.WHY) else None,
            resolution=self.what if known > STEPS.index(Step.WHAT) else None,
            method=self.how if known > STEPS.index(Step.HOW) else None,
            photo=photo,
        )


def read(fields: Mapping[str, str], lines: Iterable[str]) -> tuple[Choice, ...]:
    """The choices about an order's lines; a line of which nothing is taken is left out."""
    chosen = (Choice(line, units(fields.get(f"units.{line}", "")), *answers(fields, line)) for line in lines)
    return tuple(choice for choice in chosen if choice.units)


def units(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else 0


def answers(fields: Mapping[str, str], line: str) -> list[str | None]:
    return [fields.get(f"{name}.{line}") or None for name in ("why", "what", "sku", "how")]


def written(choices: Sequence[Choice], without: Step | None = None) -> list[tuple[str, str]]:
    """The fields that carry the choices on, but those that the step `without` asks for itself."""
    left_out = ASKED_AT[without] if without else ()
    return [
        (f"{name}.{choice.line}", str(getattr(choice, name)))
        for choice in choices
        for name in ("units", "why", "what", "sku", "how")
        if name not in left_out and getattr(choice, name) is not None
    ]
