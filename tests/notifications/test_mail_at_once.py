"""MAIL, RCPT and DATA in one go, as a server offers that it takes them (RFC 2920)."""

import smtplib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from commerce.work import GivenUp, TryLater
from notifications import mail
from notifications.message import Refused

HELLO = "250-told.test\r\n250-PIPELINING\r\n250 SIZE 1000000\r\n"
TO = ("shop@waypost.test", "ada@example.com")
CONTENT = b"Subject: x\r\n\r\nHello\r\n.\r\n"
COMMANDS = "MAIL FROM:<shop@waypost.test> size=24\r\nRCPT TO:<ada@example.com>\r\nDATA\r\n"


class Scripted:
    """A server that answers whatever comes with the next of its lines, and keeps what came."""

    def __init__(self, *answers: str) -> None:
        self.answers, self.heard = answers, list[str]()
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self.talk)

    def talk(self) -> None:
        connection, _ = self.listening.accept()
        with connection:
            connection.sendall(b"220 told.test\r\n")
            for answer in (HELLO, *self.answers):
                self.heard.append(connection.recv(65536).decode())
                connection.sendall(answer.encode())


@contextmanager
def talking_to(*answers: str) -> Iterator[tuple[Scripted, smtplib.SMTP]]:
    scripted = Scripted(*answers)
    scripted.thread.start()
    server = mail.ready(f"smtp://127.0.0.1:{scripted.listening.getsockname()[1]}", TO[0])
    yield scripted, server
    server.close()
    scripted.thread.join(5)
    scripted.listening.close()


def test_a_message_takes_two_turns() -> None:
    with talking_to("250 a\r\n250 b\r\n354 go\r\n", "250 taken\r\n") as (scripted, server):
        mail.deliver(server, *TO, CONTENT)
    assert scripted.heard[1:] == [COMMANDS, "Subject: x\r\n\r\nHello\r\n..\r\n.\r\n"]


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ("451 busy\r\n503 no\r\n503 no\r\n", TryLater),
        ("250 a\r\n550 5.1.1 nobody\r\n503 no\r\n", Refused),
        ("250 a\r\n554 not of you\r\n554 no\r\n", GivenUp),
        ("250 a\r\n250 b\r\n452 full\r\n", TryLater),
    ],
    ids=["sender", "nobody", "recipient", "message"],
)
def test_a_refusal_leaves_the_server_ready_for_the_next(answers: str, error: type[Exception]) -> None:
    again = ("250 reset\r\n", "250 a\r\n250 b\r\n354 go\r\n", "250 taken\r\n")
    with talking_to(answers, *again) as (scripted, server):
        with pytest.raises(error):
            mail.deliver(server, *TO, CONTENT)
        server.rset()
        mail.deliver(server, *TO, CONTENT)
    assert scripted.heard[1:4] == [COMMANDS, "rset\r\n", COMMANDS]


def test_a_message_that_is_waited_for_after_a_refusal_is_ended_and_not_sent() -> None:
    answers = ("250 a\r\n550 5.1.1 nobody\r\n354 go\r\n", "554 no recipients\r\n")
    with talking_to(*answers) as (scripted, server), pytest.raises(Refused):
        mail.deliver(server, *TO, CONTENT)
    assert scripted.heard[1:] == [COMMANDS, ".\r\n"]


def test_an_address_that_holds_a_command_of_its_own_says_nothing() -> None:
    with talking_to("221 bye\r\n") as (scripted, server):
        with pytest.raises(GivenUp):
            mail.deliver(server, TO[0], "a@b.test>\r\nRCPT TO:<eve@example.com", CONTENT)
        server.quit()
    assert scripted.heard[1:] == ["quit\r\n"]


def test_a_server_that_goes_away_amid_its_answers_took_nothing() -> None:
    with talking_to("421 closing\r\n") as (_, server), pytest.raises(mail.Lost):
        mail.deliver(server, *TO, CONTENT)
