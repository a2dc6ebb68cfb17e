"""The wording and the headers of a mail."""

from datetime import UTC, datetime

import pytest

from notifications.letters import SPOKEN, TEMPLATES, Envelope, Letter, compose, language, write

VALUES = {"shop": "Acme <b>", "number": "#1001", "link": "https://waypost.test/t/abc"}


@pytest.mark.parametrize("locale", SPOKEN)
def test_every_language_says_whose_order_it_is_and_where(locale: str) -> None:
    letter = write("link", locale, **VALUES)
    assert "Acme <b>" in letter.subject and "#1001" in letter.subject and "\n" not in letter.subject
    assert VALUES["link"] in letter.text.splitlines()
    assert f'href="{VALUES["link"]}"' in letter.html


@pytest.mark.parametrize("locale", SPOKEN)
def test_a_shops_name_is_no_markup(locale: str) -> None:
    letter = write("link", locale, **VALUES)
    assert "Acme &lt;b&gt;" in letter.html and "<b>" not in letter.html
    assert "Acme <b>" in letter.text


def test_each_language_has_the_same_templates() -> None:
    names = [{path.name for path in (TEMPLATES / locale).iterdir()} for locale in SPOKEN]
    assert names[0] and all(other == names[0] for other in names)


@pytest.mark.parametrize(
    ("wanted", "spoken"),
    [
        (["ja-JP", "en"], "ja"),
        (["ko_KR"], "ko"),
        (["fr", "ja"], "ja"),
        (["", "ko"], "ko"),
        (["KO"], "ko"),
        (["fr"], "en"),
        ([], "en"),
    ],
)
def test_a_letter_speaks_the_first_language_that_it_can(wanted: list[str], spoken: str) -> None:
    assert language(wanted) == spoken


def an_envelope(**changed: str) -> Envelope:
    plain = {
        "sender_name": "Acme",
        "sender": "no-reply@waypost.test",
        "recipient": "ada@example.com",
        "reply_to": "help@acme.test",
        "message_id": "<link.1.2@waypost.test>",
    }
    return Envelope(**plain | changed, at=datetime(2026, 11, 2, 9, tzinfo=UTC))  # type: ignore[arg-type]


def test_answers_go_to_the_shop_and_machines_give_none() -> None:
    message = compose(Letter("Yours", "Hello\n", "<p>Hello</p>"), an_envelope())
    assert (message["From"], message["Reply-To"]) == ("Acme <no-reply@waypost.test>", "help@acme.test")
    assert (message["Message-ID"], message["Auto-Submitted"]) == (
        "<link.1.2@waypost.test>",
        "auto-generated",
    )
    assert message["Date"].datetime == datetime(2026, 11, 2, 9, tzinfo=UTC)


def test_a_mail_passes_a_server_that_knows_seven_bits() -> None:
    message = compose(Letter("ご注文", "ご注文\n", "<p>ご注文</p>"), an_envelope(sender_name="ショップ"))
    assert message.as_bytes().isascii()
    assert message["Subject"] == "ご注文"


def test_a_shops_name_adds_no_header() -> None:
    message = compose(
        write("link", "en", **VALUES | {"shop": "A\r\nBcc: x@y"}), an_envelope(sender_name="A\nB")
    )
    assert message["From"].addresses[0].display_name == "A B"
    assert message["Bcc"] is None


@pytest.mark.parametrize("address", ["ada@example.com, eve@example.com", "ada@exa\r\nBcc: mple.com", "ada"])
def test_only_one_address_is_written_to(address: str) -> None:
    letter = Letter("Yours", "Hello\n", "<p>Hello</p>")
    try:
        message = compose(letter, an_envelope(recipient=address))
    except ValueError:
        return
    assert [str(one) for one in message["To"].addresses] == [address]
