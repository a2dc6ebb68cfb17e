"""DKIM (RFC 6376): mail from the installation's own domain is signed, where there is a key for it.

The headers of one-click unsubscribing are signed with the others, as RFC 8058 demands.
"""

import dkim

from commerce import settings

HEADERS = [
    *("from", "to", "reply-to", "subject", "date", "message-id", "mime-version", "content-type"),
    *("auto-submitted", "list-unsubscribe", "list-unsubscribe-post"),
]


def signature(content: bytes, sender: str) -> bytes:
    """The header that goes before a mail, its line end included; nothing where there is no key for its domain."""
    known, domain = settings.current(), sender.rpartition("@")[2].lower()
    if known.dkim_key is None or domain != known.mail_from.rpartition("@")[2].lower():
        return b""
    made: bytes = dkim.sign(
        content,
        known.dkim_selector.encode(),
        domain.encode(),
        known.dkim_key.read_bytes(),
        canonicalize=(b"relaxed", b"relaxed"),
        include_headers=HEADERS,
    )
    return made
