"""Templates bound to one language."""

from collections.abc import Callable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from portal.languages import NAMES, catalogue


def speaking(locale: str, folder: Path) -> Environment:
    """The HTML templates of a folder, in which `_` and `ngettext` speak that language by one short call."""
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    messages = catalogue(locale)

    def count(one: str, many: str, number: int) -> str:
        return str(messages.ngettext(one, many, number)) % {"number": number}

    environment.globals.update(_=saying(locale), ngettext=count, names=NAMES)
    return environment


def saying(locale: str) -> Callable[..., str]:
    """What says a message in that language; values given by name are put into it."""
    messages = catalogue(locale)

    def say(message: str, **values: object) -> str:
        said = str(messages.gettext(message))
        return said % values if values else said

    return say
