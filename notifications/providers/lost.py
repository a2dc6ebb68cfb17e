"""What a call that brought no answer means for the message it carried."""

import requests
from urllib3.exceptions import NewConnectionError

from commerce.work import TryLater
from notifications.message import Unsure


def lost(provider: str, exc: requests.RequestException) -> TryLater | Unsure:
    """To be tried later where no connection was made; else the message may have been taken."""
    reason = getattr(exc.args[0], "reason", None) if exc.args else None
    never_left = isinstance(exc, requests.ConnectTimeout) or isinstance(reason, NewConnectionError)
    return (TryLater if never_left else Unsure)(f"{provider}: {type(exc).__name__}")
