"""From the pages' values to the bytes that are sent, each with the policy it must be sent under."""

from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Literal

from jinja2 import Environment
from markupsafe import Markup

from commerce import dates
from commerce.brand import palettes
from portal.languages import NAMES
from portal.shopper.cards import cards_of
from portal.shopper.icons import ICONS
from portal.shopper.links import mail_address, own_picture, web_address
from portal.shopper.look import csp_for, script, style
from portal.shopper.page import Brand, LookupPage, TrackingPage
from portal.shopper.voice import voice
from portal.templating import speaking

TEMPLATES = Path(__file__).parent / "templates"
NOBODY = Brand(name="")

Notice = Literal["not_found", "throttled", "error"]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A whole page in UTF-8, and the Content-Security-Policy header to send it with."""

    html: bytes
    csp: str


def render_tracking(page: TrackingPage, locale: str) -> Rendered:
    """The tracking page of an order in a language of `portal.languages.SPOKEN`.

    The bytes are a function of the arguments alone, `page.today` included, so equal pages make equal ETags.
    """
    speaker = voice(locale, page.today, page.time_zone)
    cards = cards_of(page, speaker)
    placed_on = speaker.date(page.placed_on)
    order = speaker.gettext("Order %(number)s", number=page.order_number)
    moments = [moment for card in cards for moment in card.moments]
    return render_page(
        "tracking.html",
        page.brand,
        locale,
        page.locales,
        subject=order,
        page=page,
        cards=cards,
        placed_on=placed_on,
        city=speaker.city(),
        order=order,
        questions=page.own.questions(moments, locale),
        slot=page.own.slot(locale),
    )


def render_lookup(page: LookupPage, locale: str) -> Rendered:
    """The look-up form, which posts `number` and `contact` to the address that it was read from."""
    return render_page("lookup.html", page.brand, locale, page.locales, page=page)


def render_message(brand: Brand | None, notice: Notice, locale: str) -> Rendered:
    """A page that only says what went wrong and what to do next."""
    return render_page("message.html", brand or NOBODY, locale, (), notice=notice)


def render_page(
    template: str,
    brand: Brand,
    locale: str,
    locales: tuple[str, ...],
    subject: str | None = None,
    kept: str = "",
    **values: object,
) -> Rendered:
    """A template with a brand around it; `kept` is the query that a change of language keeps, `&` at its end."""
    looks = palettes(brand.accent, brand.background, brand.text)
    html = (
        _environment(locale)
        .get_template(template)
        .render(
            brand=brand,
            logo=own_picture(brand.logo_url),
            support_mail=mail_address(brand.support_email, subject),
            support_url=web_address(brand.support_url),
            policy_url=web_address(brand.policy_url),
            locale=locale,
            locales=[known for known in locales if known in NAMES],
            looks=looks,
            style=style(brand),
            kept=kept,
            **values,
        )
    )
    return Rendered(html.encode("utf-8", errors="replace"), csp_for(brand))


@cache
def _environment(locale: str) -> Environment:
    environment = speaking(locale, TEMPLATES)
    environment.globals.update(icon=_icon, script=script())
    environment.filters["country"] = partial(dates.country, locale=locale)
    return environment


@cache
def _icon(name: str) -> Markup:
    opening = '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
    return Markup(opening) + ICONS[name] + Markup("</svg>")  # noqa: S704 - our own drawing
