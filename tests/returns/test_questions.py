"""Staff ask whoever sends something back, who answers once."""

import pytest
from sqlalchemy import text

from commerce.database import db
from commerce.merchants import Known
from commerce.models import Merchant
from returns import questions, steps
from returns.models.requests import Return, ReturnNote
from returns.questions import asked
from returns.refusals import NothingAsked, ReturnClosed
from tests.builders import make_line
from tests.returns.shop import ask, deliver, open_shop, request

ADA = "ada@acme.test"


@pytest.fixture
def shop(merchant: Merchant) -> Known:
    deliver(merchant, "1001", make_line(sku="COAT"))
    return open_shop(merchant)


@pytest.fixture
def made(shop: Known) -> Return:
    return request(shop, ask())


def note(kind: str, words: str) -> ReturnNote:
    return ReturnNote(kind=kind, text=words)


def told(notes: list[ReturnNote]) -> list[tuple[str, str | None]]:
    return [(one.question.text, one.answer.text if one.answer else None) for one in asked(notes)]


@pytest.mark.parametrize(
    ("notes", "found"),
    [
        ([], []),
        ([note("note", "wet box")], []),
        ([note("question", "Worn?")], [("Worn?", None)]),
        ([note("question", "Worn?"), note("note", "hm"), note("answer", "No")], [("Worn?", "No")]),
        (
            [note("question", "Worn?"), note("question", "Box?"), note("answer", "No, yes")],
            [("Worn?", "No, yes"), ("Box?", "No, yes")],
        ),
        (
            [note("question", "Worn?"), note("answer", "No"), note("question", "Box?")],
            [("Worn?", "No"), ("Box?", None)],
        ),
    ],
)
def test_an_answer_is_to_all_questions_before_it(
    notes: list[ReturnNote], found: list[tuple[str, str | None]]
) -> None:
    assert told(notes) == found


def test_a_question_and_its_answer_are_kept_and_told(shop: Known, made: Return) -> None:
    questions.ask(shop.id, made.code, "Was it worn?", ADA)
    answered = questions.answer(shop.id, made.code, "Never")
    assert told(answered.notes) == [("Was it worn?", "Never")]
    kinds = db.session.scalars(text("SELECT kind FROM events ORDER BY id DESC LIMIT 2")).all()
    assert kinds == ["return.answered", "return.asked"]


def test_only_what_was_asked_is_answered_and_only_once(shop: Known, made: Return) -> None:
    with pytest.raises(NothingAsked):
        questions.answer(shop.id, made.code, "Hello")
    questions.ask(shop.id, made.code, "Was it worn?", ADA)
    questions.answer(shop.id, made.code, "Never")
    with pytest.raises(NothingAsked):
        questions.answer(shop.id, made.code, "Never")


def test_a_settled_return_is_asked_about_no_more(shop: Known, made: Return) -> None:
    questions.ask(shop.id, made.code, "Was it worn?", ADA)
    steps.decline(shop.id, made.code, "Worn")
    with pytest.raises(ReturnClosed):
        questions.ask(shop.id, made.code, "Was it?", ADA)
    with pytest.raises(NothingAsked):
        questions.answer(shop.id, made.code, "Never")
