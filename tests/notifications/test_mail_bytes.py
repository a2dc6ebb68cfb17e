"""A notice as the bytes of a mail, read again by the standard library."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.mail_bytes import as_bytes
from notifications.message import Message

MESSAGE = Message(
    notice="ntc_1",
    merchant_id=1,
    kind="delayed",
    recipient="ada@example.com",
    locale="en",
    subject="Your parcel is late",
    text="It is late.\n",
    html="<p>It is late.</p>\n",
    at=datetime(2026, 11, 2, 9, tzinfo=UTC),
    sender_name="Acme, Inc.",
    sender=None,
    reply_to="help@acme.test",
    unsubscribe_url="https://waypost.test/u/x",
)
WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)
LINES = st.lists(st.lists(WORDS, max_size=30).map(" ".join), min_size=1, max_size=8).map("\n".join)


def read(message: Message, sender: str = "no-reply@waypost.test") -> EmailMessage:
    content = as_bytes(message, sender)
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, content.split(b"\r\n"))) <= 998
    parsed = message_from_bytes(content, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    assert not parsed.defects
    return parsed


def test_every_header_is_as_it_should_be() -> None:
    assert dict(read(MESSAGE).items()) == {
        "From": '"Acme, Inc." <no-reply@waypost.test>',
        "To": "ada@example.com",
        "Subject": "Your parcel is late",
        "Date": "Mon, 02 Nov 2026 09:00:00 +0000",
        "Message-ID": "<ntc_1@waypost.test>",
        "MIME-Version": "1.0",
        "Auto-Submitted": "auto-generated",
        "Reply-To": "help@acme.test",
        "List-Unsubscribe": "<https://waypost.test/u/x>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Content-Type": 'multipart/alternative; boundary="=_ntc_1"',
    }


@settings(max_examples=40)
@given(subject=st.lists(WORDS, min_size=1, max_size=30).map(" ".join), name=WORDS, text=LINES, html=LINES)
def test_any_words_come_through(subject: str, name: str, text: str, html: str) -> None:
    parsed = read(replace(MESSAGE, subject=subject, sender_name=name, text=text, html=html))
    assert parsed["Subject"] == subject
    assert parsed["From"].addresses[0].display_name == name
    for kind, said in (("plain", text), ("html", html)):
        part = parsed.get_body((kind,))
        assert part and part.get_content().replace("\r\n", "\n").rstrip() == said.rstrip()


def test_a_mail_may_be_text_alone() -> None:
    parsed = read(replace(MESSAGE, html=None))
    assert (parsed.get_content_type(), parsed.get_content().rstrip()) == ("text/plain", "It is late.")


@pytest.mark.parametrize("field", ["recipient", "reply_to"])
def test_what_is_no_address_is_refused(field: str) -> None:
    with pytest.raises(ValueError, match=r"ada|whitespace|address"):
        as_bytes(replace(MESSAGE, **{field: "ada@@example.com\r\nBcc: x@y.z"}), "no-reply@waypost.test")
