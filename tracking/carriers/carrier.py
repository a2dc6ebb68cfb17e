"""What is known about one carrier, and what one of its number formats looks like."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """A parcel carrier or postal operator.

    `countries` are the ISO 3166-1 alpha-2 codes it delivers in, empty for a worldwide network; `s10` are
    the country codes that end its international postal numbers; `tracking` is its public page with `{}`
    where the number goes.
    """

    code: str
    name: str
    countries: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    s10: tuple[str, ...] = ()
    tracking: str | None = None
    phone: str | None = None

    def link(self, number: str) -> str | None:
        """The carrier's own page for this number, or None when it has no page that takes one."""
        return self.tracking.replace("{}", quote(number, safe="")) if self.tracking else None


@dataclass(frozen=True, slots=True)
class Format:
    """The shape of a carrier's numbers, after normalisation to ASCII capitals and digits.

    The regular expression covers the whole number; `check` is given its only group, or all of it when it
    has none. `anchor` says how much the shape alone tells: 0 bare digits, 1 a fixed letter or leading
    digits, 2 characters that hardly anyone else uses.
    """

    carrier: str
    name: str
    shape: str
    check: Callable[[str], bool] | None = None
    anchor: int = 0
    pattern: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pattern", re.compile(self.shape, re.ASCII))

    def fits(self, number: str) -> bool:
        """Whether the shape matches and, where the format has a check digit, that holds too."""
        found = self.pattern.fullmatch(number)
        return found is not None and (self.check is None or self.check(found[found.lastindex or 0]))
