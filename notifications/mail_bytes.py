"""A notice's message as the bytes of a mail: RFC 5322 and 2045, written straight, as there are many."""

from base64 import encodebytes
from binascii import b2a_qp
from email.header import Header
from email.headerregistry import Address
from email.utils import format_datetime, formataddr

from notifications.letters import one_line
from notifications.message import Message

LIST_HEADERS = "List-Unsubscribe: <{}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click"  # RFC 8058


def as_bytes(message: Message, sender: str) -> bytes:
    """The mail, its lines ending in CRLF. Its Message-ID holds the notice's id and is the same for each repeat.

    Raises ValueError for an address that is none.
    """
    domain = Address(addr_spec=sender).domain
    for address in (message.recipient, message.reply_to):
        if address:
            Address(addr_spec=address)
    lines = [
        f"From: {named(message.sender_name, sender)}",
        f"To: {message.recipient}",
        f"Subject: {encoded(message.subject or '')}",
        f"Date: {format_datetime(message.at)}",
        f"Message-ID: <{message.notice}@{domain}>",
        "MIME-Version: 1.0",
        "Auto-Submitted: auto-generated",  # RFC 3834: no out-of-office answers
    ]
    if message.reply_to:
        lines.append(f"Reply-To: {message.reply_to}")
    if message.unsubscribe_url:
        lines.append(LIST_HEADERS.format(message.unsubscribe_url))
    head = "\r\n".join(lines).encode() + b"\r\n"
    return head + body(message.text, message.html, boundary=f"=_{message.notice}")


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
    content = text.encode()
    quoted = b2a_qp(content, istext=True)
    if len(quoted) * 3 < len(content) * 4 + 64:
        encoding, written = "quoted-printable", quoted
    else:
        encoding, written = "base64", encodebytes(content)
    head = f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'
    return head.encode() + b"\r\n".join(written.splitlines())


def named(name: str, address: str) -> str:
    """A mailbox with its name; RFC 2047 words where the name needs them."""
    name = one_line(name)
    return formataddr((name, address)) if name.isascii() else f"{encoded(name)} <{address}>"


def encoded(text: str) -> str:
    """A header's text on lines of 76 characters at most, CRLF between them."""
    text = one_line(text)
    if text.isascii() and len(text) < 65:
        return text
    return Header(text, "utf-8", header_name="Subject").encode(linesep="\r\n")
