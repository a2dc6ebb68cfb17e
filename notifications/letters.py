"""What is written in a mail: its wording from templates in the reader's language, its headers from values."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from pathlib import Path

from babel import negotiate_locale
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

TEMPLATES = Path(__file__).parent / "templates"
SPOKEN = ("en", "ja", "ko")
SEVEN_BIT = SMTP.clone(cte_type="7bit")  # so that it passes servers without 8BITMIME as it is


@dataclass(frozen=True)
class Letter:
    """The wording of a mail."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Envelope:
    """From whom to whom; `message_id` with its angle brackets, the same for each repeat."""

    sender_name: str
    sender: str
    recipient: str
    reply_to: str | None
    message_id: str
    at: datetime


def language(wanted: list[str]) -> str:
    """The first of these BCP 47 tags that we have templates for, its region ignored; else English."""
    tags = [tag.replace("_", "-").lower() for tag in wanted]
    return negotiate_locale(tags, SPOKEN, sep="-") or SPOKEN[0]


def write(kind: str, locale: str, **values: object) -> Letter:
    """The letter of a kind in a language of `SPOKEN`: `<kind>.subject.txt`, `<kind>.txt` and `<kind>.html`."""
    subject, text, html = (
        _environment().get_template(f"{locale}/{kind}{ending}").render(values)
        for ending in (".subject.txt", ".txt", ".html")
    )
    return Letter(one_line(subject), text, html)


def compose(letter: Letter, envelope: Envelope) -> EmailMessage:
    """The message as it is sent. Raises ValueError for an address that is none."""
    message = EmailMessage(SEVEN_BIT)
    message["From"] = Address(one_line(envelope.sender_name), addr_spec=envelope.sender)
    message["To"] = Address(addr_spec=envelope.recipient)
    if envelope.reply_to:
        message["Reply-To"] = Address(addr_spec=envelope.reply_to)
    message["Subject"] = letter.subject
    message["Date"] = envelope.at
    message["Message-ID"] = envelope.message_id
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return message


def one_line(text: str) -> str:
    """Text as a header may hold it."""
    return " ".join(text.split())


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        auto_reload=False,
    )
