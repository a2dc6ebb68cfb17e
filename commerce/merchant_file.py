"""A merchant as one YAML file: read it, and say by line all that is wrong with it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from marshmallow import ValidationError

from commerce.errors import Invalid
from commerce.merchant_contradictions import contradictions
from commerce.merchant_schema import MerchantSchema
from commerce.pointers import pointed
from commerce.yaml_source import Fault, Unreadable, parse

Validate = Callable[[dict[str, Any], str | None], Iterable[dict[str, str]]]
"""From a section and the merchant's currency to `{"pointer", "code", "message"}` for each fault in it."""

VALIDATORS: dict[str, Validate] = {}


@dataclass(frozen=True)
class MerchantFile:
    """A good file: `config` with its defaults; `integrations` as given, with secrets, None where left out."""

    config: dict[str, Any]
    integrations: dict[str, dict[str, Any] | None] | None = field(repr=False)


class WrongFile(Invalid):
    """A file that can't be applied; `faults` stand in the order of its lines."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__(
            [{"pointer": f.pointer, "code": "invalid", "message": f.message} for f in self.faults]
        )

    def lines(self, name: str) -> list[str]:
        """One `FILE:LINE: key: message` for each fault."""
        return [f"{name}:{f.line}: {dotted(f.pointer)}{f.message}" for f in self.faults]


def section(name: str, validate: Validate) -> None:
    """Let a package above this one check a section whose contents are its own."""
    VALIDATORS[name] = validate


def read(content: bytes) -> MerchantFile:
    """The merchant that a file describes; `WrongFile` names everything wrong with it."""
    try:
        source = parse(content)
    except Unreadable as exc:
        raise WrongFile([Fault(exc.line, "", str(exc))]) from exc
    if not isinstance(source.value, dict):
        is_what = "is empty" if source.value is None else "is not a mapping of keys"
        raise WrongFile([Fault(1, "", f"the file {is_what}; a merchant's file begins with slug: …")])
    loaded, found = checked(source.value)
    if faults := [*source.faults, *(Fault(source.line_of(at), at, said) for at, said in found)]:
        raise WrongFile(faults)
    return MerchantFile(loaded, loaded.pop("integrations", None))


def made_of(contents: dict[str, Any]) -> MerchantFile:
    """The merchant that plain values describe, as a form has them; `WrongFile` where they can't be applied."""
    loaded, found = checked(contents)
    if found:
        raise WrongFile(Fault(1, at, said) for at, said in found)
    return MerchantFile(loaded, loaded.pop("integrations", None))


def checked(raw: dict[str, Any]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The file with its defaults, or pointer and message of each fault."""
    loaded: dict[str, Any] = {}
    found = [*contradictions(raw), *section_faults(raw)]
    try:
        loaded = MerchantSchema().load(raw)
    except ValidationError as exc:
        found += ((fault["pointer"], fault["message"]) for fault in pointed(exc.messages))
    return loaded, found


def section_faults(raw: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What the packages that own a section find wrong in it."""
    currency = raw.get("currency")
    for name, validate in VALIDATORS.items():
        if isinstance(raw.get(name), dict) and raw[name]:
            for fault in validate(raw[name], currency if isinstance(currency, str) else None):
                yield f"/{name}{fault['pointer']}", fault["message"]


def dotted(pointer: str) -> str:
    """A pointer as people write keys: `locations[0].cutoff: `."""
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    written = "".join(f"[{step}]" if step.isdigit() else f".{step}" for step in steps)
    return f"{written.lstrip('.')}: " if written else ""
