"""What the shop asks stands on the return's page, and is answered there."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from commerce.merchants import Known
from commerce.models import Merchant
from returns import questions, steps
from returns.models.requests import Return
from tests.builders import make_line
from tests.returns.shop import ask, deliver, open_shop, request


@pytest.fixture
def shop(merchant: Merchant) -> Known:
    deliver(merchant, "1001", make_line(sku="COAT"))
    return open_shop(merchant)


@pytest.fixture
def made(shop: Known) -> Return:
    asked = request(shop, ask())
    questions.ask(shop.id, asked.code, "Was it <b>worn</b>?", "ada@acme.test")
    steps.note(shop.id, asked.code, "Smells of smoke", "ada@acme.test")
    return asked


def answer(client: FlaskClient, made: Return, said: str) -> tuple[int, str]:
    address = f"/r/{made.page_token}/answer?lang=en"
    got = client.post(address, data={"answer": said}, follow_redirects=True)
    return got.status_code, got.text


def test_the_question_is_read_and_answered(client: FlaskClient, made: Return) -> None:
    page = client.get(f"/r/{made.page_token}").text
    assert "We have a question" in page and "Was it &lt;b&gt;worn&lt;/b&gt;?" in page
    assert "Smells of smoke" not in page and "ada@acme.test" not in page
    status, page = answer(client, made, "Only <once>")
    assert status == 200 and "Your answer: Only &lt;once&gt;" in page and 'name="answer"' not in page


@pytest.mark.parametrize(
    ("said", "status", "told"),
    [("  ", 422, "Write an answer first."), ("x" * 2001, 422, "Please write less")],
)
def test_what_is_no_answer_is_refused(
    client: FlaskClient, made: Return, said: str, status: int, told: str
) -> None:
    got, page = answer(client, made, said)
    assert got == status and told in page and 'name="answer"' in page


def test_a_second_answer_comes_too_late(client: FlaskClient, made: Return) -> None:
    answer(client, made, "Never")
    status, page = answer(client, made, "Or was it?")
    assert status == 409 and "Your answer is here already" in page


def test_a_page_of_no_return_takes_no_answer(client: FlaskClient, app: Flask) -> None:
    assert client.post(f"/r/{'x' * 22}/answer", data={"answer": "Hi"}).status_code == 404


def test_who_answers_without_end_must_wait(client: FlaskClient, made: Return) -> None:
    answers = [client.post(f"/r/{made.page_token}/answer") for _ in range(21)]
    assert [answer.status_code for answer in answers[-2:]] == [422, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0
