"""The return pages as they are sent."""

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from commerce import ids
from commerce.merchants import Known
from portal.shopper.logos import brand_of
from portal.shopper.render import Rendered, render_page
from portal.shopper.returning import words
from portal.shopper.returning.choices import STEPS, Choice, Step, written
from portal.shopper.returning.form import StepForm
from portal.shopper.returning.money import Summary
from portal.shopper.returning.status import page_of
from portal.shopper.voice import Voice
from returns.models.requests import Return
from returns.statuses import ReturnStatus


class FormPage(NamedTuple):
    """One step of an order's form, with the returns that the order has already.

    `changes` is the token of the return that the form changes, None for a new one.
    """

    merchant: Known
    token: str
    number: str
    form: StepForm
    choices: tuple[Choice, ...]
    summary: Summary | None
    made: Sequence[Return]
    changes: str | None


class Link(NamedTuple):
    """A return of the order, by its page."""

    href: str
    text: str


def render_form(page: FormPage, voice: Voice, lang: str | None) -> Rendered:
    """The page of a step. A language asked for in the address stays asked for."""
    step, order = page.form.step, voice.gettext("Order %(number)s", number=page.number)
    at = STEPS.index(step)
    changes = [("change", page.changes)] if page.changes else []
    asked = changes + ([("lang", voice.locale)] if lang else [])
    fields = written(page.choices)
    back = urlencode([("step", STEPS[at - 1]), *fields, *asked]) if at else None
    return render_page(
        "return.html",
        brand_of(page.merchant),
        voice.locale,
        tuple(page.merchant.config["locales"]),
        subject=order,
        kept=urlencode([("step", step), *fields, *changes]) + "&",
        order=order,
        form=page.form,
        question=voice.gettext(words.QUESTIONS[step]),
        number=at + 1,
        total=len(STEPS),
        following=STEPS[at + 1] if at + 1 < len(STEPS) else None,
        carried=written(page.choices, without=step) + asked,
        field=FIELDS[step],
        back=f"/t/{page.token}/return?{back}" if back else before(page),
        send=voice.gettext("Save the change") if page.changes else voice.gettext("Request this return"),
        action=f"/t/{page.token}/return" + (f"?{urlencode(asked)}" if asked else ""),
        once=ids.token() if step is Step.HOW else None,
        summary=page.summary,
        made=[link(one, voice) for one in page.made] if step is Step.ITEMS else [],
    )


def before(page: FormPage) -> str:
    """Where the form was opened."""
    return f"/r/{page.changes}" if page.changes else f"/t/{page.token}"


FIELDS = {Step.ITEMS: "units", Step.WHY: "why", Step.WHAT: "what", Step.HOW: "how"}


def link(made: Return, voice: Voice) -> Link:
    """A return by its day and status."""
    day = voice.date(voice.local(made.requested_at).date())
    label = voice.gettext(words.STATUSES[ReturnStatus(made.status)].label)
    return Link(
        f"/r/{made.page_token}", voice.gettext("Return of %(day)s: %(status)s", day=day, status=label)
    )


def render_return(merchant: Known, made: Return, voice: Voice, problem: str | None) -> Rendered:
    """The page of one return."""
    order = voice.gettext("Order %(number)s", number=made.order.number)
    return render_page(
        "returned.html",
        brand_of(merchant),
        voice.locale,
        tuple(merchant.config["locales"]),
        subject=order,
        order=order,
        page=page_of(made, voice),
        problem=voice.gettext(words.PROBLEMS[problem]) if problem else None,
        back=f"/t/{made.order.page_token}",
        asked_on=voice.date(voice.local(made.requested_at).date()),
    )
