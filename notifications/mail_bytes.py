"""A notice's message as the bytes of a mail: RFC 5322 and 2045, written straight, as there are many."""

import re
from base64 import b64encode, encodebytes
from binascii import b2a_qp
from email.headerregistry import Address
from email.utils import format_datetime, formataddr
from functools import lru_cache

from notifications.letters import one_line
from notifications.message import Message

LONGEST_WORD = (
    39  # bytes, so that the first line, with the header's name, stays within RFC 2047's 76 characters
)
ATOM = r"[\w!#$%&'*+/=?^`{|}~-]+"
PLAIN_ADDRESS = re.compile(rf"{ATOM}(\.{ATOM})*@[\w-]+(\.[\w-]+)*", re.ASCII)

LIST_HEADERS = "List-Unsubscribe: <{}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click"  # RFC 8058


def as_bytes(message: Message, sender: str) -> bytes:
    """The mail, its lines ending in CRLF. Its Message-ID holds the notice's id and is the same for each repeat.

    Raises ValueError for an address that is none.
    """
    domain = domain_of(sender)
    if not PLAIN_ADDRESS.fullmatch(message.recipient):
        Address(addr_spec=message.recipient)
    lines = [
        f"From: {named(message.sender_name, sender)}",
        f"To: {message.recipient}",
        f"Subject: {encoded(message.subject or '')}",
        f"Date: {format_datetime(message.at)}",
        f"Message-ID: <{message.notice}@{domain}>",
        "MIME-Version: 1.0",
        "Auto-Submitted: auto-generated",  # RFC 3834: no out-of-office answers
    ]
    if message.reply_to and domain_of(message.reply_to):
        lines.append(f"Reply-To: {message.reply_to}")
    if message.unsubscribe_url:
        lines.append(LIST_HEADERS.format(message.unsubscribe_url))
    head = "\r\n".join(lines).encode() + b"\r\n"
    return head + body(message.text, message.html, boundary=f"=_{message.notice}")


@lru_cache(1024)
def domain_of(address: str) -> str:
    """What stands behind the @; raises ValueError for what is no address."""
    return Address(addr_spec=address).domain


def body(text: str, html: str | None, boundary: str) -> bytes:
    """The text, beside the HTML where there is one."""
    plain = part(text, "plain")
    if html is None:
        return plain
    line = f"--{boundary}".encode()
    head = f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n\r\n'.encode()
    return b"\r\n".join((head + line, plain, line, part(html, "html"), line + b"--", b""))


def part(text: str, subtype: str) -> bytes:
    """One part with its headers: quoted-printable, or base64 where that is shorter."""
    lines = [*text.encode().splitlines(), b""]
    in_quotes, size = b"\r\n".join(map(quoted, lines)), sum(map(len, lines)) + 2 * len(lines) - 2
    if len(in_quotes) * 3 < size * 4 + 64:
        encoding, written = "quoted-printable", in_quotes
    else:
        encoding, written = "base64", encodebytes(b"\r\n".join(lines)).replace(b"\n", b"\r\n")
    head = f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'
    return head.encode() + written.removesuffix(b"\r\n")


@lru_cache(4096)
def quoted(line: bytes) -> bytes:
    """A line in quoted-printable: kept, for most lines are the same in all mails of a shop."""
    return b2a_qp(line, istext=True).replace(b"=\n", b"=\r\n")


@lru_cache(1024)
def named(name: str, address: str) -> str:
    """A mailbox with its name; RFC 2047 words where the name needs them."""
    name = one_line(name)
    return formataddr((name, address)) if name.isascii() else f"{encoded(name)} <{address}>"


def encoded(text: str) -> str:
    """A header's text on lines of 76 characters at most, CRLF between them; RFC 2047 words where it needs them."""
    text = one_line(text)
    if text.isascii() and len(text) < 65:
        return text
    rest, words = text.encode(), []
    while rest:
        end = LONGEST_WORD
        while end < len(rest) and rest[end] & 0xC0 == 0x80:  # in the midst of a character
            end -= 1
        words.append(f"=?utf-8?b?{b64encode(rest[:end]).decode()}?=")
        rest = rest[end:]
    return "\r\n ".join(words)
