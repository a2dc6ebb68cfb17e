"""One return: what comes back and why, what was decided and why, and each step that staff may take."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Response, current_app, request
from werkzeug.wrappers import Response as AnyResponse

from commerce import audit
from commerce.database import transaction
from commerce.errors import AppError, Conflict
from commerce.prices import price
from portal.api.return_view import amounts, shown
from portal.console import words
from portal.console.amounts import minor
from portal.console.blueprint import blueprint
from portal.console.gate import visit
from portal.console.page import back, page, speaks, when
from portal.console.policy.desk import sayer
from portal.console.story import of_return
from portal.languages import _l
from portal.shopper.returning.grounds import grounds
from returns import found, hints, labels, missing, questions, steps
from returns.advancing import awaits_inspection, may_pay
from returns.models.requests import Return
from returns.statuses import ALLOWED, Condition, Disposition, ReturnStatus
from returns.why import traced
from tracking import shipments

MOST_TEXT = 5000
Step = Callable[[], Return]


class ChangedMeanwhile(Conflict):
    code, title = "changed_meanwhile", "Somebody changed this return meanwhile"


@blueprint.get("/returns/<code>")
def one_return(code: str) -> Response:
    """Everything about a return."""
    asked = ours(code)
    codes = (asked.label.shipment_code if asked.label else None, asked.own_shipment)
    inbound = [one for code in codes if (one := shipments.find(asked.merchant_id, code))]
    titles = {line.line_id: line for line in asked.order.lines}
    return page(
        "return.html",
        request=asked,
        told=shown(asked),
        lines=list(zip(asked.lines, amounts(asked), strict=True)),
        grounds=partial(grounds, speaks(visit())),
        titles=titles,
        inbound=inbound,
        label_may_be_tried=labels.may_try_again(asked),
        trace=traced(asked),
        sayer=sayer(),
        hints=[said_of(hint) for hint in hints.of(asked)],
        photos=photos_of(asked),
        story=sorted(of_return(speaks(visit()), asked), key=lambda one: one.at, reverse=True),
        may_pay=may_pay(asked),
        waiting=awaits_inspection(asked),
        questions=questions.asked(asked.notes),
        may_be_asked=questions.is_open(asked),
        next_steps={status.value for status in ALLOWED[ReturnStatus(asked.status)]},
        conditions=[one.value for one in Condition],
        dispositions=[one.value for one in Disposition if one is not Disposition.MISSING],
        version=version_of(asked),
        scanned="scanned" in request.args,
    )


def said_of(hint: hints.Hint) -> str:
    """A hint as a sentence."""
    speaker, values = speaks(visit()), dict(hint.values)
    if currency := values.pop("currency", None):
        values = {name: price(amount, currency, speaker.locale) for name, amount in values.items()}
    return speaker.gettext(words.HINTS[hint.code], **values)


def ours(code: str) -> Return:
    return found.get(visit().merchant.id, code if code.isprintable() else "")


def version_of(asked: Return) -> str:
    """What moves with every step of a return: its status and what its lines came to."""
    counts = [
        (line.received_quantity, line.accepted_quantity, line.rejected_quantity, line.written_off_quantity)
        for line in asked.lines
    ]
    return f"{asked.status} {len(asked.refunds)} {counts}"


def photos_of(asked: Return) -> dict[int, list[str]]:
    """The addresses of photos by line, those that we keep ourselves; others are not loaded."""
    here = f"{current_app.config['SETTINGS'].base_url}/t/"
    return {
        line.position: [
            address.removeprefix(here[:-3]) for address in line.photos if address.startswith(here)
        ]
        for line in asked.lines
    }


def act(code: str, action: str, step: Step, said: str, **told: Any) -> AnyResponse:
    """Take a step unless somebody was quicker; then back to the return."""
    try:
        take(code, action, step, lambda held: request.form.get("version") == version_of(held), **told)
    except ChangedMeanwhile as refused:
        return back("one_return", who_was_quicker(code) or words.problem(refused), "bad", code=code)
    except AppError as refused:
        return back("one_return", words.problem(refused), "bad", code=code)
    return back("one_return", said, code=code)


def take(code: str, action: str, step: Step, as_seen: Callable[[Return], bool], **told: Any) -> None:
    """Take a step in one transaction with its note; `ChangedMeanwhile` where it is not `as_seen` any more."""
    me = visit().staff
    with transaction():
        with steps.held(me.merchant_id, code) as held:
            if not as_seen(held.request):
                raise ChangedMeanwhile
            before = {"status": held.request.status}
        after = {"status": step().status} | told
        audit.write(me.merchant_id, me.email, action, f"return {code}", before=before, after=after)


def who_was_quicker(code: str) -> str | None:
    """Who changed a return last and what they did, in the reader's words; None where it was no person."""
    entries = audit.listed(visit().merchant.id, subject=f"return {code}", most=1)
    if not entries:
        return None
    speaker, last = speaks(visit()), entries[0]
    return speaker.gettext(
        "%(who)s was quicker (%(what)s, %(when)s). This is how it stands now; try again.",
        who=last.person,
        what=words.word(speaker.gettext, "action", last.action),
        when=when(speaker, last.at),
    )


@blueprint.post("/returns/<code>/approve")
def approve_return(code: str) -> AnyResponse:
    """Let it go ahead; a reason, where one is told, is kept with it."""
    reason = text("reason")
    return act(code, "return_approved", approving(code, reason), _l("The return is approved."), reason=reason)


def approving(code: str, reason: str) -> Step:
    """The step that approves, with a note where there is a reason."""
    me = visit().staff

    def step() -> Return:
        if reason:
            steps.note(me.merchant_id, code, reason, me.email)
        return steps.approve(me.merchant_id, code)

    return step


@blueprint.post("/returns/<code>/decline")
def decline_return(code: str) -> AnyResponse:
    """Refuse it, with a reason that the shopper reads."""
    reason, merchant_id = text("reason"), visit().merchant.id
    if not reason:
        return back("one_return", _l("Tell the shopper why."), "bad", code=code)
    said = _l("The return is declined.")
    return act(code, "return_declined", lambda: steps.decline(merchant_id, code, reason), said, reason=reason)


@blueprint.post("/returns/<code>/cancel")
def cancel_return(code: str) -> AnyResponse:
    """Take it back before anything travels."""
    merchant_id = visit().merchant.id
    return act(
        code, "return_cancelled", lambda: steps.cancel(merchant_id, code), _l("The return is cancelled.")
    )


@blueprint.post("/returns/<code>/label")
def try_label_again(code: str) -> AnyResponse:
    """Ask the carriers once more for a label that they refused."""
    merchant_id, said = visit().merchant.id, _l("A label is being asked for again.")
    return act(code, "label_tried_again", lambda: labels.try_again(merchant_id, code), said)


@blueprint.post("/returns/<code>/receive")
def receive_return(code: str) -> AnyResponse:
    """Take in what arrived, line by line."""
    merchant_id, arrived = visit().merchant.id, rows("quantity", ("condition", "disposition"))
    said = _l("What arrived is taken in.")
    return act(
        code, "return_received", lambda: steps.receive(merchant_id, code, arrived), said, lines=arrived
    )


@blueprint.post("/returns/<code>/inspect")
def inspect_return(code: str) -> AnyResponse:
    """Accept or reject what arrived."""
    accepted, rejected = numbers("accepted"), numbers("rejected")
    verdicts = [
        {"id": line, "accepted": accepted.get(line, 0), "rejected": rejected.get(line, 0)}
        for line in accepted.keys() | rejected.keys()
    ]
    merchant_id, said = visit().merchant.id, _l("The inspection is noted.")
    return act(
        code, "return_inspected", lambda: steps.inspect(merchant_id, code, verdicts), said, lines=verdicts
    )


@blueprint.post("/returns/<code>/missing")
def decide_missing(code: str) -> AnyResponse:
    """Say what became of units that did not arrive."""
    merchant_id, lines = visit().merchant.id, rows("quantity", ("outcome",))
    said = _l("It is noted what became of the missing items.")
    return act(code, "missing_decided", lambda: missing.decide(merchant_id, code, lines), said, lines=lines)


@blueprint.post("/returns/<code>/refund")
def refund_return(code: str) -> AnyResponse:
    """Pay what is due, or a part of it."""
    merchant_id, told = visit().merchant.id, text("amount")
    amount = minor(told, ours(code).currency) if told else None
    if told and amount is None:
        return back("one_return", _l("That is not an amount."), "bad", code=code)
    said = _l("The refund is on its way.")
    return act(code, "return_refunded", lambda: steps.refund(merchant_id, code, amount), said, amount=amount)


@blueprint.post("/returns/<code>/ask")
def ask_shopper(code: str) -> AnyResponse:
    """Ask whoever sends it back; the return's page takes the answer."""
    me, question = visit().staff, text("question")
    if not question:
        return back("one_return", _l("Write something first."), "bad", code=code)
    said = _l("The question is on its way, and on the return’s page.")
    step = partial(questions.ask, me.merchant_id, code, question, me.email)
    return act(code, "shopper_asked", step, said, text=question)


@blueprint.post("/returns/<code>/note")
def note_return(code: str) -> AnyResponse:
    """Leave a note for colleagues."""
    me, note = visit().staff, text("text")
    if not note:
        return back("one_return", _l("Write something first."), "bad", code=code)
    said = _l("The note is kept.")
    return act(
        code, "return_noted", lambda: steps.note(me.merchant_id, code, note, me.email), said, text=note
    )


def text(name: str) -> str:
    return request.form.get(name, "").replace("\0", "").strip()[:MOST_TEXT]


def numbers(name: str) -> dict[str, int]:
    """The whole numbers of fields like `quantity:L1`, by line, where they are above nothing."""
    counts: dict[str, int] = {}
    for key, value in request.form.items():
        field, _, line = key.partition(":")
        if field == name and value.isascii() and value.isdigit() and 0 < len(value) < 7 and int(value):
            counts[line] = int(value)
    return counts


def rows(name: str, choices: tuple[str, ...]) -> list[dict[str, Any]]:
    """Lines with a number and the codes chosen beside it; what no list offers is refused by its absence."""
    known: dict[str, set[str]] = {
        "condition": {one.value for one in Condition},
        "disposition": {one.value for one in Disposition},
        "outcome": {one.value for one in missing.Outcome},
    }
    made = []
    for line, count in numbers(name).items():
        codes = {word: request.form.get(f"{word}:{line}", "") for word in choices}
        if all(value in known[word] for word, value in codes.items()):
            made.append({"id": line, "quantity": count} | codes)
    return made
