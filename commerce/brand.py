"""A merchant's three colours, made readable: light and dark palettes that reach WCAG 2.2 AA.

Contrast and luminance follow WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio). A colour that
falls short gets darker or lighter, whichever stands out more, just as far as it must: hue and saturation stay.
"""

import colorsys
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

TEXT_CONTRAST = 4.5
CONTROL_CONTRAST = 3.0
BLACK, WHITE = (0, 0, 0), (255, 255, 255)
DEFAULTS = {"accent": "#1f5f7a", "background": "#ffffff", "text": "#1b1f23"}
FONTS = {
    "system": "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Noto Sans'",
    "serif": "'Iowan Old Style','Palatino Linotype',Georgia,'Noto Serif'",
    "rounded": "ui-rounded,'Hiragino Maru Gothic ProN',Quicksand,Nunito",
    "mono": "ui-monospace,'SF Mono',Menlo,Consolas",
}
"""The families of a brand's `font`, without the last resort at the end."""

LARGEST_RADIUS = 24  # px
NIGHT, NIGHT_TEXT, ALERT = (25, 27, 31), (236, 237, 239), (176, 62, 20)

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one page as `#rrggbb`.

    `text`, `muted`, `link` and `alert` are for words and read (4.5:1) on `background`, `canvas` and both tints;
    `accent` fills and draws (3:1) under words in `on_accent`; `control` draws the edges of inputs (3:1);
    `line` only decorates.
    """

    scheme: Literal["light", "dark"]
    background: str
    canvas: str
    text: str
    muted: str
    line: str
    control: str
    accent: str
    on_accent: str
    link: str
    accent_tint: str
    alert: str
    alert_tint: str


@dataclass(frozen=True, slots=True)
class Palettes:
    """Day and night looks of a brand; `warnings` tell the merchant, in English, what was corrected.

    `uses` are those by day, corrected or not.
    """

    light: Palette
    dark: Palette
    warnings: tuple[str, ...]
    uses: tuple["Use", ...]


@dataclass(frozen=True, slots=True)
class Use:
    """A colour of the brand in one of its uses: its least contrast there, and what is drawn for it."""

    name: Literal["text", "accent"]
    what: Literal["words", "buttons and lines", "links"]
    colour: str
    ground: str
    found: float
    needed: float
    drawn: str

    @property
    def corrected(self) -> bool:
        """Whether another colour than the merchant's is drawn."""
        return self.drawn != self.colour


@lru_cache(maxsize=1024)
def palettes(accent: str | None, background: str | None, text: str | None) -> Palettes:
    """Palettes for a brand's colours as CSS hex (`#rgb` or `#rrggbb`), ours where one is missing or wrong.

    A brand whose background is dark keeps it by day and by night.
    """
    warnings: list[str] = []
    colours = {}
    for name, value in {"accent": accent, "background": background, "text": text}.items():
        parsed = parse(value or DEFAULTS[name])
        if parsed is None:
            warnings.append(
                f"{name} {value!r} is not a colour such as {DEFAULTS[name]}; that one is used instead."
            )
            parsed = parse(DEFAULTS[name]) or BLACK
        colours[name] = parsed
    day = _palette(colours["accent"], colours["background"], colours["text"])
    uses = _uses(colours, day)
    warnings += [_warning(use) for use in uses if use.corrected]
    if day.scheme == "dark":
        return Palettes(day, day, tuple(warnings), uses)
    glowing = _readable(colours["accent"], TEXT_CONTRAST, NIGHT)
    return Palettes(day, _palette(glowing, NIGHT, NIGHT_TEXT), tuple(warnings), uses)


def parse(value: str) -> Colour | None:
    """Red, green, blue (0–255) of `#rgb` or `#rrggbb`; None for anything else."""
    match = re.fullmatch(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})", value.strip())
    if not match:
        return None
    digits = match[1] if len(match[1]) == 6 else "".join(2 * digit for digit in match[1])
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two colours as `#rrggbb`, 1–21."""
    return _contrast(parse(one) or BLACK, parse(other) or BLACK)


def _palette(accent: Colour, background: Colour, text: Colour) -> Palette:
    text = _readable(text, TEXT_CONTRAST, background)
    canvas = _mix(background, BLACK, 0.45) if _pole(background) == WHITE else _tint(background, text, 0.035)
    alert_tint = _tint(background, ALERT, 0.1)
    drawn = _readable(accent, CONTROL_CONTRAST, background, canvas)
    accent_tint = _tint(background, drawn, 0.1)
    grounds = (background, canvas, accent_tint, alert_tint)
    return Palette(
        scheme="dark" if _pole(background) == WHITE else "light",
        background=_hex(background),
        canvas=_hex(canvas),
        text=_hex(_readable(text, TEXT_CONTRAST, *grounds)),
        muted=_hex(_readable(_mix(background, text, 0.64), TEXT_CONTRAST, *grounds)),
        line=_hex(_mix(background, text, 0.13)),
        control=_hex(_readable(_mix(background, text, 0.4), CONTROL_CONTRAST, *grounds)),
        accent=_hex(drawn),
        on_accent=_hex(_readable(background, TEXT_CONTRAST, drawn)),
        link=_hex(_readable(accent, TEXT_CONTRAST, *grounds)),
        accent_tint=_hex(accent_tint),
        alert=_hex(_readable(ALERT, TEXT_CONTRAST, *grounds)),
        alert_tint=_hex(alert_tint),
    )


def _uses(given: dict[str, Colour], used: Palette) -> tuple[Use, ...]:
    """Where a colour of the merchant's is drawn on the day's grounds."""
    text, accent = _hex(given["text"]), _hex(given["accent"])
    grounds = (used.background, used.canvas, used.accent_tint, used.alert_tint)
    on_text, on_accent = (min(contrast(one, ground) for ground in grounds) for one in (text, accent))
    ground = used.background
    return (
        Use("text", "words", text, ground, on_text, TEXT_CONTRAST, used.text),
        Use("accent", "buttons and lines", accent, ground, on_accent, CONTROL_CONTRAST, used.accent),
        Use("accent", "links", accent, ground, on_accent, TEXT_CONTRAST, used.link),
    )


def _warning(use: Use) -> str:
    """What the merchant should know of a colour that was moved."""
    return (
        f"{use.name} {use.colour} has a contrast of {use.found:.2f}:1 on {use.ground}; "
        f"{use.what} need {use.needed:g}:1 and are drawn in {use.drawn}."
    )


def _readable(colour: Colour, needed: float, *grounds: Colour) -> Colour:
    """The colour, made lighter or darker as little as it takes to stand out from every ground."""
    pole = _pole(grounds[0])
    hue, lightness, saturation = colorsys.rgb_to_hls(*(channel / 255 for channel in colour))
    end = 1.0 if pole == WHITE else 0.0
    for step in range(101):
        moved = colour if step == 0 else _of_hls(hue, lightness + (end - lightness) * step / 100, saturation)
        if all(_contrast(moved, ground) >= needed for ground in grounds):
            return moved
    return pole


def _of_hls(hue: float, lightness: float, saturation: float) -> Colour:
    red, green, blue = (round(255 * channel) for channel in colorsys.hls_to_rgb(hue, lightness, saturation))
    return red, green, blue


def _tint(ground: Colour, towards: Colour, share: float) -> Colour:
    """The ground with a breath of another colour, weaker where there is little contrast to spare."""
    pole = _pole(ground)
    for weight in (share, share * 0.75, share / 2, share / 4):
        tinted = _mix(ground, towards, weight)
        if _contrast(tinted, pole) >= TEXT_CONTRAST:
            return tinted
    return ground


def _pole(ground: Colour) -> Colour:
    """Black or white, whichever stands out more: one of them always reaches 4.58:1."""
    return max(WHITE, BLACK, key=lambda pole: _contrast(pole, ground))


def _mix(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _contrast(one: Colour, other: Colour) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(channel / 255) for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
