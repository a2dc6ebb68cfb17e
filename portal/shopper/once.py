"""What a shopper's form makes is made once, however often the form is sent."""

import hashlib
from collections.abc import Callable, Iterable

from commerce import answers, locks
from commerce.database import transaction
from commerce.errors import Invalid
from commerce.fields import LONG
from commerce.merchants import Known
from commerce.models import KeptAnswer

LONGEST_KEY = 64


def once(merchant: Known, page: str, key: str, make: Callable[[], str]) -> str:
    """What `make` gives, or gave when the same form of a page was sent before with its key.

    Sent twice at once, the second waits for the first. What `make` raises leaves the key unused.
    """
    if not (0 < len(key) <= LONGEST_KEY and key.isascii() and key.isalnum()):
        raise Invalid([{"pointer": "", "code": "invalid", "message": "the form has no key"}])
    kept_under = f"{page}:{key}"
    digest = hashlib.sha256(kept_under.encode()).digest()
    with transaction():
        locks.wait(
            merchant.id, f"answer:{kept_under}"
        )  # the lock that `given` takes: two are let go one by one
        if kept := answers.given(merchant.id, kept_under, digest):
            return kept.body.decode()
        made = make()
        answers.keep(
            KeptAnswer(
                merchant_id=merchant.id,
                key=kept_under,
                request_digest=digest,
                status=303,
                body=made.encode(),
                content_type="text/plain",
            )
        )
    return made


def writable(texts: Iterable[str]) -> bool:
    """Whether a shopper's words can be kept as they are."""
    return all(
        len(text) <= LONG and (text.replace("\n", "").replace("\r", "").replace("\t", "").isprintable())
        for text in texts
    )
