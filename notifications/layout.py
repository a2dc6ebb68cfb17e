"""The one HTML layout that all mails share, in the merchant's colours by day and by night.

It is MJML, turned into HTML once in a process with its Jinja tags left in place. What all mails of a merchant share
is put in once for each look and language, so that a mail costs only what is its own.
"""

import re
from dataclasses import asdict
from functools import cache, lru_cache

import mrml
from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup, escape

from commerce.brand import FONTS, LARGEST_RADIUS, palettes
from notifications.details import Details
from notifications.facts import Facts
from notifications.letters import TEMPLATES
from notifications.words import Words

CJK = {
    "en": "",
    "ja": ",'Hiragino Sans','Noto Sans JP','Noto Sans CJK JP',Meiryo",
    "ko": ",'Apple SD Gothic Neo','Noto Sans KR','Noto Sans CJK KR','Malgun Gothic'",
}
DAY = re.compile(r"(?:\d+年)?\d+月\d+日(?:\(\w\))?|(?:\d+년\s)?\d+월\s\d+일(?:\s\(\w\))?[가-힣]*")
BETWEEN_CELLS = re.compile(r">(?=</?(?:table|tbody|tr|td)\b)")  # where white space shows nowhere
OF_LOOK = re.compile(r"\{\{ ((?:light|dark)\.\w+|font|radius|locale) \}\}")


def html_of(words: Words, details: Details, facts: Facts, locale: str, content: Markup | None = None) -> str:
    """A mail's HTML; `content` stands in the place of headline and paragraphs, and is taken as it is."""
    brand = facts.shop.brand
    greeting = (details.greeting,) if details.greeting else ()
    template = _template(brand.accent, brand.background, brand.text, brand.font, brand.radius, locale)
    return template.render(
        logo=brand.logo_url,
        shop={"name": facts.shop.name, "url": facts.shop.home_url},
        subject=words.subject,
        preheader=" ".join(words.paragraphs[:1]) or words.headline,
        headline=with_whole_days(words.headline),
        paragraphs=greeting + words.paragraphs,
        content=content,
        action=details.action,
        scores=[{"number": score.label, "url": score.url} for score in details.scores],
        groups=details.groups,
        returns=details.returns,
        footer=details.footer,
    )


def with_whole_days(text: str) -> Markup:
    """Text in which no line ends amid a Japanese or Korean date, and one may end between two of them."""
    whole = DAY.sub(r'<span style="white-space:nowrap">\g<0></span>', str(escape(text)))
    return Markup(whole.replace("</span>~<span", "</span>~<wbr><span"))  # noqa: S704


@lru_cache(maxsize=256)
def _template(
    accent: str | None, background: str | None, text: str | None, font: str, radius: int, locale: str
) -> Template:
    """The layout in one look and language."""
    looks = palettes(accent, background, text)
    told = {
        f"{name}.{use}": colour
        for name, palette in (("light", looks.light), ("dark", looks.dark))
        for use, colour in asdict(palette).items()
    }
    told["font"] = FONTS.get(font, FONTS["system"]) + CJK[locale] + ",sans-serif"
    told |= {"radius": str(min(max(radius, 0), LARGEST_RADIUS)), "locale": locale}
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    template = environment.from_string(OF_LOOK.sub(lambda match: told[match[1]], _layout()))
    template.globals = dict(template.globals)  # as in `words`
    return template


@cache
def _layout() -> str:
    html: str = mrml.to_html((TEMPLATES / "layout.mjml").read_text(encoding="utf-8")).content
    return BETWEEN_CELLS.sub(">\n", html)
