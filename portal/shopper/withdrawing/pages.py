"""The pages of a withdrawal as they are sent: the statement, its confirmation, and what was received."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from commerce import ids
from commerce.merchants import Known
from portal.shopper.logos import brand_of
from portal.shopper.render import Rendered, render_page
from portal.shopper.returning.form import Speaker
from portal.shopper.voice import Voice
from portal.shopper.withdrawing import words
from portal.shopper.withdrawing.statement import Statement
from returns.models.withdrawals import Withdrawal
from returns.order_case import Stored
from returns.policy.vocabulary import Method
from returns.withdrawal.right import LineRight, Right, Standing
from returns.withdrawal.terms import UNTIL_OPENED, terms_of

MORE = ("more", "1")  # asks for the form where something was withdrawn from already


class Visit(NamedTuple):
    """Who looks at which order's right, in which language; `made` is what was withdrawn from, newest first."""

    merchant: Known
    token: str
    stored: Stored
    right: Right
    voice: Voice
    made: Sequence[Withdrawal]
    lang: str | None

    @property
    def here(self) -> str:
        return f"/t/{self.token}/withdraw"


class Line(NamedTuple):
    """A line of the order on the form, or of a withdrawal; `most` 0: there is nothing to choose."""

    id: str
    title: str
    variant: str | None
    units: int
    most: int = 0
    note: str | None = None
    problem: str | None = None


class Received(NamedTuple):
    """One withdrawal that was received, in words; `href` is the page of what comes back."""

    when: str
    statement: str
    locale: str
    lines: tuple[Line, ...]
    next: tuple[str, ...]
    href: str | None


def render_form(visit: Visit, statement: Statement, problems: Mapping[str, str]) -> Rendered:
    """The statement to fill in; `problems` are codes by field."""
    voice = visit.voice
    said = {field: voice.gettext(words.PROBLEMS[code]) for field, code in problems.items()}
    return rendered(
        visit,
        "withdraw.html",
        [MORE, *statement.fields()],
        intro=voice.sentences(until(visit), voice.gettext("You need give no reason.")),
        lines=[line_of(line, statement, said, voice) for line in visit.right.lines],
        statement=statement,
        problems=said,
    )


def until(visit: Visit) -> str:
    """How long there is to withdraw."""
    voice = visit.voice
    if visit.right.last_day:
        return voice.gettext("You may withdraw until %(day)s.", day=voice.date(visit.right.last_day))
    days = terms_of(visit.merchant.config).days
    return voice.gettext(
        "You may withdraw from now on, and until %(days)d days after your last parcel has arrived.", days=days
    )


def line_of(line: LineRight, statement: Statement, problems: Mapping[str, str], voice: Voice) -> Line:
    bought = line.line
    note = voice.gettext(words.EXCEPTIONS[line.exempt]) if line.exempt else None
    if not line.most and (line.exempt is None or line.exempt in UNTIL_OPENED):
        note = voice.gettext("This is coming back already, or was cancelled.")
    units = statement.units.get(bought.id) or 0
    return Line(
        bought.id,
        bought.title or bought.sku or bought.id,
        bought.variant,
        min(units, line.most),
        line.most,
        note,
        problems.get(f"units.{bought.id}"),
    )


def render_confirmation(
    visit: Visit, statement: Statement, worth: int, method: Method, problem: str | None = None
) -> Rendered:
    """The second step: all that will be sent, and the one button that sends it."""
    voice, chosen = visit.voice, statement.chosen
    lines = [line for line in visit.right.lines if line.line.id in chosen]
    return rendered(
        visit,
        "withdraw_confirm.html",
        [MORE, *statement.fields()],
        says=stated(visit),
        lines=[line_of(line, statement, {}, voice) for line in lines],
        statement=statement,
        carried=[*statement.fields(), ("name", statement.name), ("email", statement.email)],
        once=ids.token(),
        money=Speaker(voice, visit.stored.order.currency).money(worth) if worth else None,
        next=list(following(lines, chosen, method, voice)),
        problem=voice.gettext(words.PROBLEMS[problem]) if problem else None,
    )


def stated(visit: Visit) -> str:
    """The statement that the shopper makes."""
    return visit.voice.gettext(
        "I withdraw from the contract for these items of my order %(number)s at %(shop)s.",
        number=visit.stored.order.number,
        shop=visit.merchant.config["name"],
    )


def following(
    lines: Sequence[LineRight], chosen: Mapping[str, int], method: Method, voice: Voice
) -> Iterator[str]:
    """What happens once it is confirmed."""
    if any(line.unsent for line in lines):
        yield voice.gettext("What has not been sent yet is cancelled.")
    if any(chosen[line.line.id] > line.unsent for line in lines):
        yield voice.gettext("Send what you have, or still get, back within 14 days.")
        if method is Method.OWN_CARRIER:
            yield voice.gettext("You pay for sending it back.")
        else:
            yield voice.gettext("We pay for sending it back.")
        yield voice.gettext(
            "We pay back the way you paid, within 14 days or as soon as your parcel is on its way to us."
        )
    else:
        yield voice.gettext("We pay back the way you paid, within 14 days.")


def render_received(visit: Visit, pages: Mapping[str, str]) -> Rendered:
    """What was withdrawn from and when; `pages` are the tokens of the returns it made."""
    return rendered(
        visit,
        "withdrawn.html",
        [],
        received=[received(one, pages, visit.voice) for one in visit.made],
        closed=None,
        excepted=[],
        more=more(visit) if visit.right.standing is Standing.OPEN else None,
        returns=None,
    )


def more(visit: Visit) -> str:
    """Where to withdraw from what is left."""
    return f"{visit.here}?{urlencode([MORE, *([('lang', visit.voice.locale)] if visit.lang else [])])}"


def received(withdrawal: Withdrawal, pages: Mapping[str, str], voice: Voice) -> Received:
    """One withdrawal in words, its own statement in the language it was made in."""
    local = voice.local(withdrawal.made_at)
    told = withdrawal.content["lines"]
    steps = [voice.gettext("You get a receipt with this day and time by email.")]
    if any(line["unsent"] for line in told):
        steps.append(voice.gettext("What had not been sent is cancelled."))
    token = pages.get(withdrawal.return_code or "")
    if token:
        steps.append(
            voice.gettext("What had been sent comes back to us. Its page says how, and what we pay.")
        )
    when = voice.gettext(
        "%(day)s, %(time)s", day=voice.date(local.date()), time=voice.clock(withdrawal.made_at)
    )
    lines = tuple(Line(one["id"], one["title"] or one["id"], one["variant"], one["quantity"]) for one in told)
    return Received(
        when,
        withdrawal.content["statement"],
        withdrawal.locale,
        lines,
        tuple(steps),
        f"/r/{token}" if token else None,
    )


def render_closed(visit: Visit, pages: Mapping[str, str]) -> Rendered:
    """Why there is nothing to withdraw from, beside what was."""
    voice, closed = visit.voice, words.CLOSED[visit.right.standing]
    last_day = voice.date(visit.right.last_day) if visit.right.last_day else ""
    sentence = voice.gettext(closed.sentence, day=last_day) if last_day else voice.gettext(closed.sentence)
    exempt = visit.right.standing is Standing.EXEMPT
    nothing = Statement({}, "", "")
    return rendered(
        visit,
        "withdrawn.html",
        [],
        received=[received(one, pages, voice) for one in visit.made],
        closed=(voice.gettext(closed.headline), sentence),
        excepted=[line_of(line, nothing, {}, voice) for line in visit.right.lines] if exempt else [],
        more=None,
        returns=f"/t/{visit.token}/return" if visit.merchant.config.get("return_policy") else None,
    )


def rendered(visit: Visit, template: str, kept: Sequence[tuple[str, str]], **values: object) -> Rendered:
    voice = visit.voice
    order = voice.gettext("Order %(number)s", number=visit.stored.order.number)
    return render_page(
        template,
        brand_of(visit.merchant),
        voice.locale,
        tuple(visit.merchant.config["locales"]),
        subject=order,
        kept=urlencode(kept) + "&" if kept else "",
        order=order,
        here=visit.here + (f"?lang={voice.locale}" if visit.lang else ""),
        back=f"/t/{visit.token}",
        **values,
    )
