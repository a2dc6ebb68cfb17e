"""Handing mail over: to a real server, and to all that may go wrong with one."""

import socket
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from commerce.work import GivenUp, TryLater
from notifications import mail
from notifications.letters import Envelope, Letter, compose
from tests.notifications.postbox import certificate, opened
from tests.ports import free_port

ADDRESS = "ada@example.com"


def a_message(recipient: str = ADDRESS) -> EmailMessage:
    envelope = Envelope(
        sender_name="Acme, Inc.",
        sender="no-reply@waypost.test",
        recipient=recipient,
        reply_to=None,
        message_id="<1@waypost.test>",
        at=datetime(2026, 11, 2, 9, tzinfo=UTC),
    )
    return compose(Letter("Your order", "Hello, 注文\n", "<p>Hello, 注文</p>\n"), envelope)


def test_a_message_arrives_whole() -> None:
    with opened() as postbox:
        mail.send(postbox.url, a_message())
    [message] = postbox.messages
    assert (message["To"], message["From"].addresses[0].display_name) == (ADDRESS, "Acme, Inc.")
    parts = [part.get_content().strip() for part in message.iter_parts()]  # type: ignore[attr-defined]
    assert parts == ["Hello, 注文", "<p>Hello, 注文</p>"]


def test_user_and_password_may_hold_any_character() -> None:
    with opened() as postbox:
        mail.send(postbox.url.replace("//", "//shop%40acme:s3cret%40%2F@"), a_message())
    assert postbox.logins == ["shop@acme:s3cret@/"]
    assert len(postbox.messages) == 1


def test_a_wrong_password_is_given_up() -> None:
    with opened() as postbox, pytest.raises(GivenUp, match="answered 535"):
        mail.send(postbox.url.replace("//", "//shop:wrong@"), a_message())


@pytest.mark.parametrize("kind", ["smtp", "smtps"])
def test_mail_is_encrypted_where_the_server_can(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, context = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    options = {"ssl_context": context} if kind == "smtps" else {"tls_context": context}
    with opened(require_starttls=kind == "smtp", **options) as postbox:
        mail.send(postbox.url.replace("smtp:", f"{kind}:"), a_message())
    assert len(postbox.messages) == 1


def test_a_server_that_nobody_vouches_for_gets_nothing(tmp_path: Path) -> None:
    _, context = certificate(tmp_path)
    with opened(tls_context=context) as postbox, pytest.raises(TryLater, match="SSLCertVerificationError"):
        mail.send(postbox.url.replace("//", "//shop:s3cret@"), a_message())
    assert (postbox.messages, postbox.logins) == ([], [])


@pytest.mark.parametrize("step", ["to_recipient", "to_data"])
@pytest.mark.parametrize(
    ("answer", "kind"), [("451 busy, ada@example.com", TryLater), ("554 no ada@example.com", GivenUp)]
)
def test_a_refusal_is_for_now_or_for_good_and_never_repeats_the_address(
    step: str, answer: str, kind: type[Exception]
) -> None:
    with opened() as postbox:
        setattr(postbox, step, answer)
        with pytest.raises(kind, match=f"^the mail server answered {answer[:3]}$") as raised:
            mail.send(postbox.url, a_message())
    assert raised.value.__context__ is None


def test_an_address_that_the_server_has_no_words_for_is_given_up() -> None:
    with opened(enable_SMTPUTF8=False) as postbox, pytest.raises(GivenUp, match="SMTPNotSupportedError"):
        mail.send(postbox.url, a_message("ada@例え.jp"))


def test_a_server_that_is_away_is_tried_later() -> None:
    with pytest.raises(TryLater, match="ConnectionRefusedError"):
        mail.send(f"smtp://127.0.0.1:{free_port()}", a_message())


def test_a_server_that_says_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(TryLater):
        mail.send(f"smtp://127.0.0.1:{silent.getsockname()[1]}", a_message())
