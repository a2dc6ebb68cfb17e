"""Questions to whoever sends something back, and their answers; they are kept among the return's notes."""

from collections.abc import Sequence
from typing import NamedTuple

from commerce.clock import now
from commerce.database import db
from commerce.outbox import emit
from returns import steps
from returns.models.requests import Return, ReturnNote
from returns.refusals import NothingAsked, ReturnClosed
from returns.statuses import ALLOWED, NoteKind, ReturnStatus


class Asked(NamedTuple):
    """A question, and what came as an answer."""

    question: ReturnNote
    answer: ReturnNote | None


def asked(notes: Sequence[ReturnNote]) -> list[Asked]:
    """The questions among a return's notes, the first asked first; an answer is to all that are open."""
    found: list[Asked] = []
    for note in notes:
        if note.kind == NoteKind.QUESTION:
            found.append(Asked(note, None))
        elif note.kind == NoteKind.ANSWER:
            found = [one if one.answer else Asked(one.question, note) for one in found]
    return found


def is_open(request: Return) -> bool:
    """Whether the return is still under way, so that there is something to ask about it."""
    return bool(ALLOWED[ReturnStatus(request.status)])


def ask(merchant_id: int, code: str, text: str, author: str) -> Return:
    """Ask the shopper something, by a notice and on the return's page. `ReturnClosed` once it is settled."""
    with steps.held(merchant_id, code) as (_, _, request):
        if not is_open(request):
            raise ReturnClosed("there is nothing left to ask about it")
        number = write(request, NoteKind.QUESTION, text, author)
        emit(merchant_id, "return.asked", **{"return": code, "question": number})
    return request


def answer(merchant_id: int, code: str, text: str) -> Return:
    """Keep what the shopper says. `NothingAsked` where no question waits for it."""
    with steps.held(merchant_id, code) as (_, _, request):
        if not (is_open(request) and any(one.answer is None for one in asked(request.notes))):
            raise NothingAsked("the shop asked nothing, or has its answer")
        write(request, NoteKind.ANSWER, text, None)
        emit(merchant_id, "return.answered", **{"return": code})
    return request


def write(request: Return, kind: NoteKind, text: str, author: str | None) -> int:
    """Add a note to a held return; returns its id."""
    note = ReturnNote(
        merchant_id=request.merchant_id, kind=kind.value, text=text, author=author, created_at=now()
    )
    request.notes.append(note)
    db.session.flush()
    return note.id
