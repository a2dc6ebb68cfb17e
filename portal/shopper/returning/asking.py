"""What a shopper's form asks for, and what they are told when it is refused."""

from collections.abc import Mapping, Sequence

from marshmallow import ValidationError

from commerce.errors import AppError, Invalid
from commerce.fields import Email
from portal.shopper.returning.choices import Choice
from portal.shopper.returning.flow import Problem
from returns.policy.vocabulary import Resolution
from returns.refusals import AlreadyPaid, IllegalMove, OutOfStock, UnitsTaken


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


def is_address(email: str) -> bool:
    """Whether mail may be sent there, by what it looks like."""
    try:
        Email().deserialize(email)
    except ValidationError:
        return False
    return True


def problem_of(refusal: AppError) -> Problem:
    """What to tell the shopper of a refusal; what the policy has against a line stands at that line."""
    if isinstance(refusal, UnitsTaken):
        return Problem("units_taken")
    if isinstance(refusal, (IllegalMove, AlreadyPaid)):
        return Problem("too_late_to_change")
    if isinstance(refusal, OutOfStock):
        return Problem("out_of_stock")
    return Problem("refused")


def problem_of_number(refusal: AppError) -> str:
    """Why a parcel's number was not taken, as a code of `words.PROBLEMS`."""
    if isinstance(refusal, Invalid):
        return str(refusal.extra["errors"][0]["code"])
    return refusal.code
