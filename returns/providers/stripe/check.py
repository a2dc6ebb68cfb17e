"""Whether Stripe answers the merchant's key: the balance is read, and no money moved."""

from commerce.connections import CHECKS, get, needed
from commerce.merchants import Known


def check(merchant: Known) -> None:
    """Raises `connections.NoAnswer`."""
    [key] = needed(merchant, "stripe", "api_key")
    base = str(merchant.integrations["stripe"].get("api_base") or "https://api.stripe.com").rstrip("/")
    get(f"{base}/v1/balance", bearer=key)


CHECKS["stripe"] = check
