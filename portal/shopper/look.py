"""What a page wears: a style sheet in the brand's colours, a script, and the policy that allows just these."""

import hashlib
import re
from base64 import b64encode
from dataclasses import fields
from functools import cache, lru_cache
from pathlib import Path

from markupsafe import Markup

from commerce.brand import FONTS, LARGEST_RADIUS, Palette, palettes
from portal.shopper.page import Brand

STATIC = Path(__file__).parent / "static"


@cache
def script() -> Markup:
    """The live-update script, without its indentation."""
    return Markup(_squeezed("live.js"))  # noqa: S704 - our own file


@lru_cache(maxsize=512)
def style(brand: Brand) -> Markup:
    """The style sheet of one brand: its colours as custom properties, then the rules all brands share."""
    looks = palettes(brand.accent, brand.background, brand.text)
    radius = min(max(brand.radius, 0), LARGEST_RADIUS)
    shape = f"--font:{FONTS.get(brand.font, FONTS['system'])};--radius:{radius}px"
    variables = f":root{{{_properties(looks.light)};{shape}}}"
    if looks.dark != looks.light:
        variables += f"@media screen and (prefers-color-scheme:dark){{:root{{{_properties(looks.dark)}}}}}"
    return Markup(variables + _squeezed("page.css"))  # noqa: S704 - colours parsed, fonts and rules our own


@lru_cache(maxsize=512)
def csp_for(brand: Brand) -> str:
    """The Content-Security-Policy of a brand's pages: one style element, one script, nothing from elsewhere."""
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {_source(style(brand))}",
            f"script-src {_source(script())}",
            "img-src 'self' data:",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'self'",
        )
    )


def _source(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _properties(palette: Palette) -> str:
    colours = (field.name for field in fields(palette) if field.name != "scheme")
    named = ";".join(f"--{name.replace('_', '-')}:{getattr(palette, name)}" for name in colours)
    return f"color-scheme:{palette.scheme};{named}"


@cache
def _squeezed(name: str) -> str:
    """A static file without indentation and empty lines; a style sheet loses its line ends too."""
    lines = (line.strip() for line in (STATIC / name).read_text(encoding="utf-8").splitlines())
    joined = ("" if name.endswith(".css") else "\n").join(line for line in lines if line)
    return re.sub(r"/\*.*?\*/", "", joined) if name.endswith(".css") else joined
