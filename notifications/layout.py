"""The one HTML layout that all mails share, in the merchant's colours by day and by night.

It is MJML, turned into HTML once in a process with its Jinja tags left in place, so that a mail costs only them.
"""

from dataclasses import asdict
from functools import cache, lru_cache
from typing import Any

import mrml
from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

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


def html_of(words: Words, details: Details, facts: Facts, locale: str, content: Markup | None = None) -> str:
    """A mail's HTML; `content` stands in the place of headline and paragraphs, and is taken as it is."""
    brand = facts.shop.brand
    greeting = (details.greeting,) if details.greeting else ()
    return _template().render(
        **_colours(brand.accent, brand.background, brand.text),
        locale=locale,
        font=FONTS.get(brand.font, FONTS["system"]) + CJK[locale] + ",sans-serif",
        radius=min(max(brand.radius, 0), LARGEST_RADIUS),
        logo=brand.logo_url,
        shop={"name": facts.shop.name, "url": facts.shop.home_url},
        subject=words.subject,
        preheader=" ".join(words.paragraphs[:1]) or words.headline,
        headline=words.headline,
        paragraphs=greeting + words.paragraphs,
        content=content,
        action=details.action,
        scores=[{"number": score.label, "url": score.url} for score in details.scores],
        groups=details.groups,
        returns=details.returns,
        footer=details.footer,
    )


@cache
def _template() -> Template:
    source = (TEMPLATES / "layout.mjml").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    return environment.from_string(mrml.to_html(source).content)


@lru_cache(maxsize=512)
def _colours(accent: str | None, background: str | None, text: str | None) -> dict[str, Any]:
    looks = palettes(accent, background, text)
    return {"light": asdict(looks.light), "dark": asdict(looks.dark)}
