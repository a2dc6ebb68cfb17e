"""Whether EasyPost answers the merchant's key: one tracker is listed, and nothing made."""

from urllib.parse import urlsplit

from commerce.connections import CHECKS, get, needed
from commerce.merchants import Known


def check(merchant: Known) -> None:
    """Raises `connections.NoAnswer`."""
    [key] = needed(merchant, "easypost", "api_key")
    base = str(merchant.integrations["easypost"].get("api_base") or "https://api.easypost.com").rstrip("/")
    get(f"{base}{'' if urlsplit(base).path else '/v2'}/trackers?page_size=1", user=(key, ""))


CHECKS["easypost"] = check
