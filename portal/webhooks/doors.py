"""What every door does before it takes a message: the merchant's secret is set, and the sender knows it."""

from collections.abc import Callable
from typing import Any

from commerce import merchants
from commerce.errors import NotFound, Unauthorized
from commerce.merchants import Known


class NoDoor(NotFound):
    title = "This merchant takes no messages here"


class WrongSignature(Unauthorized):
    code, title = "wrong_signature", "The signature does not fit the body"


def opened(slug: str, provider: str, verified: Callable[[dict[str, Any]], bool]) -> Known:
    """The merchant whose `provider` secret signed the request.

    `NoDoor` where no secret is set, `WrongSignature` where it does not fit; either is said only after a look
    past the memory, so that a secret changed a moment ago counts at once.
    """
    for find in (merchants.known, merchants.fresh):
        merchant = find(slug)
        integration = merchant.integrations.get(provider, {}) if merchant else {}
        if merchant and integration.get("webhook_secret") and verified(integration):
            return merchant
    if not integration.get("webhook_secret"):
        raise NoDoor("no webhook secret is set")
    raise WrongSignature("sign the raw body with the secret of this webhook")
