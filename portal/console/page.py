"""From a template to a page: in the person's language, on their shop's clock."""

import gzip
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, flash, g, get_flashed_messages, redirect, request, url_for
from jinja2 import Environment
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from commerce.clock import now
from commerce.prices import price
from portal.console import icons, words
from portal.console.assets import asset_address
from portal.console.gate import Visit, form_token
from portal.console.roles import may
from portal.languages import SPOKEN, negotiate
from portal.shopper.voice import Voice, voice
from portal.templating import saying, speaking

TEMPLATES = Path(__file__).parent / "templates"
WORTH_PACKING = 1024  # bytes


def page(template: str, status: int = 200, **values: Any) -> Response:
    """The page, for whoever is signed in or, before that, for the visitor."""
    visit: Visit | None = g.get("visit")
    speaker = speaks(visit)
    html = (
        environment(speaker.locale)
        .get_template(template)
        .render(
            staff=visit.staff if visit else None,
            shop=visit.merchant.config["name"] if visit else None,
            may=partial(may, visit.staff.role) if visit else None,
            endpoint=(request.endpoint or "").rpartition(".")[2],
            said=get_flashed_messages(with_categories=True),
            speaker=speaker,
            day=speaker.day,
            when=partial(when, speaker),
            money=partial(price, locale=speaker.locale),
            **values,
        )
    )
    return packed(html.encode("utf-8", "replace"), status)


def packed(html: bytes, status: int) -> Response:
    """The bytes, compressed where the browser takes that."""
    headers = {"Vary": "Accept-Encoding"}
    if len(html) > WORTH_PACKING and request.accept_encodings.quality("gzip") > 0:
        html, headers["Content-Encoding"] = gzip.compress(html, 5), "gzip"
    return Response(html, status, headers, content_type="text/html; charset=utf-8")


def speaks(visit: Visit | None) -> Voice:
    """The language that the person chose, else the browser's; the day and the clock are the shop's."""
    wanted = (visit.staff.locale if visit else None) or request.args.get("lang")
    locale = negotiate(request.headers.get("Accept-Language"), SPOKEN, wanted)
    zone = visit.merchant.config["time_zone"] if visit else "UTC"
    return voice(locale, now().astimezone(ZoneInfo(zone)).date(), zone)


def when(speaker: Voice, moment: datetime | date) -> str:
    """A moment as "today, 3:12 PM", a day as "today"."""
    if not isinstance(moment, datetime):
        return speaker.day(moment)
    local = speaker.local(moment)
    return speaker.gettext("%(day)s, %(time)s", day=speaker.day(local.date()), time=speaker.clock(moment))


def back(endpoint: str, said: str, tone: str = "good", **values: Any) -> AnyResponse:
    """Lead to a page that says what came of a step: `said` is a message to be translated."""
    flash(said, tone)
    return redirect(url_for(f"console.{endpoint}", **values), 303)


@cache
def environment(locale: str) -> Environment:
    """Templates bound to one language."""
    made = speaking(locale, TEMPLATES)
    word = partial(words.word, saying(locale))
    made.globals.update(locale=locale, icon=icon, asset=asset_address, link=link, form_token=form_token)
    made.globals.update(word=word, tone=words.tone)
    return made


def link(endpoint: str, **values: Any) -> str:
    """The address of a page of the console."""
    return url_for(f"console.{endpoint}", **values)


@cache
def icon(name: str) -> Markup:
    opening = '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
    return Markup(opening) + icons.ICONS[name] + Markup("</svg>")  # noqa: S704 - our own drawing
