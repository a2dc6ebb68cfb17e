"""Which of the addresses that others gave us may stand in a page."""

from urllib.parse import quote, urlsplit


def web_address(url: str | None) -> str | None:
    """An absolute http(s) address as it came; None for anything else (`javascript:` and the like)."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return None
    return parts.geturl() if parts.scheme in ("http", "https") and parts.netloc else None


def own_picture(url: str | None) -> str | None:
    """A picture that no other host serves: a path on this one, or an image in a data URI; else None."""
    url = (url or "").strip()
    on_this_host = url.startswith("/") and not url.startswith(("//", "/\\"))
    return url if on_this_host or url.startswith("data:image/") else None


def mail_address(address: str | None, subject: str | None = None) -> str | None:
    """A `mailto:` link (RFC 6068), with a subject where one helps the reader."""
    if not address or "@" not in address:
        return None
    link = "mailto:" + quote(address.strip(), safe="@+", errors="replace")
    return f"{link}?subject={quote(subject, errors='replace')}" if subject else link
