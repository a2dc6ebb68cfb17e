"""The return pages as they are sent."""

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from commerce import ids
from commerce.merchants import Known
from portal.shopper.logos import brand_of
from portal.shopper.render import Rendered, render_page
from portal.shopper.returning import words
from portal.shopper.returning.choices import STEPS, Step, written
from portal.shopper.returning.coming_back import carrier_names, way_back
from portal.shopper.returning.form import StepForm
from portal.shopper.returning.money import Summary
from portal.shopper.returning.status import page_of
from portal.shopper.returning.visits import Visit
from portal.shopper.voice import Voice
from portal.shopper.withdrawing.offer import Offer
from returns.models.requests import Return
from returns.statuses import ReturnStatus


class FormPage(NamedTuple):
    """One step of an order's form, with the returns that the order has already."""

    visit: Visit
    form: StepForm
    summary: Summary | None
    made: Sequence[Return]
    withdraw: Offer | None


class Link(NamedTuple):
    """A return of the order, by its page."""

    href: str
    text: str


def render_form(page: FormPage, lang: str | None) -> Rendered:
    """The page of a step. A language asked for in the address stays asked for."""
    visit, step, voice = page.visit, page.form.step, page.visit.voice
    at, is_gift = STEPS.index(step), visit.court.is_gift
    order = voice.gettext("Order %(number)s", number=visit.number)
    changes = [("change", visit.changes.page_token)] if visit.changes else []
    asked = changes + ([("lang", voice.locale)] if lang else [])
    fields = written(visit.choices)
    back = urlencode([("step", STEPS[at - 1]), *fields, *asked]) if at else None
    return render_page(
        "return.html",
        brand_of(visit.merchant),
        voice.locale,
        tuple(visit.merchant.config["locales"]),
        subject=None if is_gift else order,
        kept=urlencode([("step", step), *fields, *changes]) + "&",
        order=voice.gettext("Your gift") if is_gift else order,
        form=page.form,
        question=voice.gettext(words.QUESTIONS[step]),
        number=at + 1,
        total=len(STEPS),
        following=STEPS[at + 1] if at + 1 < len(STEPS) else None,
        carried=written(visit.choices, without=step) + asked,
        field=FIELDS[step],
        back=f"{visit.path}?{back}" if back else before(visit),
        send=voice.gettext("Save the change") if visit.changes else voice.gettext("Request this return"),
        action=visit.path + (f"?{urlencode(asked)}" if asked else ""),
        once=ids.token() if step is Step.HOW else None,
        summary=page.summary,
        is_gift=is_gift,
        withdraw=page.withdraw,
        made=[link(one, voice) for one in page.made] if step is Step.ITEMS else [],
    )


def before(visit: Visit) -> str | None:
    """Where the form was opened; a gift's stands alone."""
    if visit.court.is_gift:
        return None
    return f"/r/{visit.changes.page_token}" if visit.changes else f"/t/{visit.token}"


FIELDS = {Step.ITEMS: "units", Step.WHY: "why", Step.WHAT: "what", Step.HOW: "how"}


def link(made: Return, voice: Voice) -> Link:
    """A return by its day and status."""
    day = voice.date(voice.local(made.requested_at).date())
    label = voice.gettext(words.STATUSES[ReturnStatus(made.status)].label)
    return Link(
        f"/r/{made.page_token}", voice.gettext("Return of %(day)s: %(status)s", day=day, status=label)
    )


class ReturnedPage(NamedTuple):
    """The page of a return, with a problem's code, and the number and carrier that were typed in vain."""

    merchant: Known
    made: Return
    voice: Voice
    withdraw: Offer | None
    problem: str | None = None
    typed: tuple[str, str] | None = None


def render_return(shown: ReturnedPage, lang: str | None) -> Rendered:
    """The page of one return. A language asked for in the address stays asked for."""
    merchant, made, voice = shown.merchant, shown.made, shown.voice
    order = voice.gettext("Order %(number)s", number=made.order.number)
    coming = way_back(merchant, made, voice)
    known = (coming.parcel.number, coming.parcel.carrier) if coming.parcel else ("", "")
    return render_page(
        "returned.html",
        brand_of(merchant),
        voice.locale,
        tuple(merchant.config["locales"]),
        subject=None if made.is_gift else order,
        order=voice.gettext("Your gift") if made.is_gift else order,
        page=page_of(made, voice, at_places=bool(coming.places)),
        coming=coming,
        typed=shown.typed or known,
        action=f"/r/{made.page_token}/parcel" + (f"?lang={voice.locale}" if lang else ""),
        answer=f"/r/{made.page_token}/answer" + (f"?lang={voice.locale}" if lang else ""),
        carriers=carrier_names(made.order.ship_to.get("country")) if coming.parcel else (),
        code=made.code,
        problem=voice.gettext(words.PROBLEMS[shown.problem]) if shown.problem else None,
        withdraw=shown.withdraw,
        back=None if made.is_gift else f"/t/{made.order.page_token}",
        asked_on=voice.date(voice.local(made.requested_at).date()),
    )
