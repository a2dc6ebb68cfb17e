"""How the shop's pages look and what they say beside our own words, with the pages themselves beside the form."""

from dataclasses import replace
from typing import Any

from flask import Response, current_app, request
from marshmallow import ValidationError
from werkzeug.wrappers import Response as AnyResponse

from commerce.brand import DEFAULTS, LARGEST_RADIUS, Palettes, palettes
from commerce.brand_schema import FONTS, MOMENTS, MOST_QUESTIONS, BrandSchema
from commerce.database import transaction
from commerce.merchants import Known
from commerce.work import GivenUp
from portal.console import brand_form, saving
from portal.console.blueprint import blueprint
from portal.console.brand_preview import PAGES, preview
from portal.console.gate import HEADERS, visit
from portal.console.page import back, page
from portal.console.saving import Form
from portal.languages import NAMES, _l
from portal.shopper import logos

FRAMING = HEADERS["Content-Security-Policy"] + "; frame-src 'self'"
"""What the page needs to hold the shopper's pages in frames; they come from our own host alone."""


@blueprint.get("/brand")
def brand() -> Response:
    """The form as the file stands."""
    return shown(saving.opened("brand"))


def shown(form: Form) -> Response:
    merchant, wanted = visit().merchant, form.wanted or {}
    asked = wanted.get("faq") or []
    answer = page(
        "brand.html",
        form.status,
        brand=wanted,
        mark=form.mark,
        faults=form.faults,
        differences=form.differences,
        looks=looks(wanted),
        logo=logos.brand_of(saving.fresh()).logo_url,
        defaults=DEFAULTS,
        fonts=FONTS,
        largest_radius=LARGEST_RADIUS,
        moments=MOMENTS,
        questions=[*asked, {}][:MOST_QUESTIONS],
        locales=merchant.config["locales"],
        pages=PAGES,
    )
    answer.headers["Content-Security-Policy"] = FRAMING
    return answer


def looks(wanted: dict[str, Any]) -> Palettes:
    """What becomes of the draft's colours."""
    return palettes(*(str(wanted.get(name) or DEFAULTS[name]) for name in ("accent", "background", "text")))


def told() -> dict[str, Any]:
    """The brand that the form asks for."""
    form = request.form
    ticked = brand_form.ticked(form, form.to_dict(flat=False))
    wanted: dict[str, Any] = brand_form.read(form, ticked, saving.stands("brand") or {})
    return wanted


@blueprint.post("/brand")
def save_brand() -> AnyResponse:
    """Put the brand in place of the one that was shown."""
    if refused := saving.refused("brand", told(), request.form.get("mark", ""), "brand_set"):
        return shown(refused)
    return back("brand", _l("The brand is set. Your pages show it from now on."))


@blueprint.post("/brand/preview")
def preview_brand() -> Response:
    """A shopper's page in the form's brand, for a frame."""
    form, merchant = request.form, drafted()
    locale = form.get("lang", "")
    spoken = locale if locale in NAMES else merchant.config["locales"][0]
    at_night = form.get("night") == "yes"
    return preview(merchant, form.get("show", ""), form.get("moment", ""), spoken, at_night=at_night)


@blueprint.post("/brand/contrast")
def check_contrast() -> Response:
    """Whether the form's colours can be read, for the place in the page that says so."""
    return page("contrast.html", looks=looks(drafted().config["brand"]))


def drafted() -> Known:
    """The merchant with the form's brand, what is wrong in it left out."""
    try:
        loaded = BrandSchema().load(told())
    except ValidationError as exc:
        good: Any = exc.valid_data
        loaded = BrandSchema().load({name: good[name] for name in PARTS if good.get(name) is not None})
    merchant = visit().merchant
    return replace(merchant, config=merchant.config | {"brand": loaded})


PARTS = (*brand_form.PLAIN, "radius", "logo_url")


@blueprint.post("/brand/logo")
def set_logo() -> AnyResponse:
    """Take a picture as the logo; pages show it at once."""
    file = request.files.get("logo")
    try:
        picture = logos.made_small(file.read(logos.MOST_BYTES + 1) if file else b"")
    except GivenUp:
        return back("brand", _l("That is not a PNG, JPEG, WebP or GIF picture that can be used."), "bad")
    address = logos.address_of(visit().merchant.slug, logos.digest_of(picture))
    url = current_app.config["SETTINGS"].base_url + address
    with transaction():
        logos.keep(visit().merchant.id, url, picture)
        change_logo(url)
    return back("brand", _l("The logo is set. Your pages show it from now on."))


@blueprint.post("/brand/logo/remove")
def remove_logo() -> AnyResponse:
    """Show the shop's name instead."""
    change_logo(None)
    return back("brand", _l("Your pages show the shop’s name instead of a logo."))


def change_logo(url: str | None) -> None:
    """Set the brand's one key, whatever else somebody changes meanwhile."""
    stored = saving.stands("brand") or {}
    saving.put("brand", stored | {"logo_url": url}, saving.mark(stored), "logo_set")
