"""Making a shopper's return, once however often the form is sent."""

import hashlib
from collections.abc import Callable, Mapping, Sequence

from commerce import answers, locks
from commerce.database import transaction
from commerce.errors import AppError, Invalid
from commerce.fields import LONG
from commerce.merchants import Known
from commerce.models import KeptAnswer
from portal.shopper.returning.choices import Choice
from portal.shopper.returning.flow import Problem
from returns.policy.vocabulary import Resolution
from returns.refusals import NotReturnable, OutOfStock, UnitsTaken

LONGEST_KEY = 64


def body(
    choices: Sequence[Choice], notes: Mapping[str, str], photos: Mapping[str, Sequence[str]]
) -> list[dict[str, object]]:
    """The chosen lines as `returns.requests.create` takes them.

    `notes` are the shopper's own words, `photos` the addresses of pictures, each by line.
    """
    return [
        {
            "id": choice.line,
            "quantity": choice.units,
            "reason": choice.why,
            "resolution": choice.what,
            "method": choice.how,
            "exchange_for": {"sku": choice.sku}
            if choice.sku and choice.what == Resolution.EXCHANGE
            else None,
            "comment": notes.get(choice.line) or None,
            "photos": list(photos.get(choice.line, ())),
        }
        for choice in choices
    ]


def once(merchant: Known, number: str, key: str, make: Callable[[], str]) -> str:
    """The page token of the return that `make` makes, or that was made under the same form's key before.

    Sent twice at once, the second waits for the first. What `make` raises leaves the key unused.
    """
    if not (0 < len(key) <= LONGEST_KEY and key.isascii() and key.isalnum()):
        raise Invalid([{"pointer": "", "code": "invalid", "message": "the form has no key"}])
    kept_under = f"return-page:{number}:{key}"
    digest = hashlib.sha256(kept_under.encode()).digest()
    with transaction():
        locks.wait(merchant.id, kept_under)
        if kept := answers.given(merchant.id, kept_under, digest):
            return kept.body.decode()
        token = make()
        answers.keep(
            KeptAnswer(
                merchant_id=merchant.id,
                key=kept_under,
                request_digest=digest,
                status=303,
                body=token.encode(),
                content_type="text/plain",
            )
        )
    return token


def problem_of(refusal: AppError) -> Problem:
    """What to tell the shopper of a refusal, in the policy's words where it has some."""
    if isinstance(refusal, UnitsTaken):
        return Problem("units_taken")
    if isinstance(refusal, OutOfStock):
        return Problem("out_of_stock")
    if isinstance(refusal, NotReturnable):
        messages = tuple(dict.fromkeys(str(error["message"]) for error in refusal.extra["errors"]))
        return Problem("refused", messages)
    return Problem("refused")


def writable(notes: Mapping[str, str]) -> bool:
    """Whether the shopper's words can be kept as they are."""
    return all(
        len(note) <= LONG and (note.replace("\n", "").replace("\r", "").replace("\t", "").isprintable())
        for note in notes.values()
    )
