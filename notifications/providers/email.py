"""Notices by mail: through the server that SMTP_URL names, over a connection that is kept."""

import smtplib
import threading
import time
from dataclasses import dataclass
from typing import Literal

from commerce import settings
from commerce.merchants import Known
from commerce.work import GivenUp, TryLater
from notifications import mail, post
from notifications.dkim_signing import signature
from notifications.mail_bytes import as_bytes
from notifications.message import Message, Sent, Unsure

IDLE = 20.0  # seconds after which a kept connection is not trusted any more


@dataclass
class Kept:
    """A connection, whether it has carried a message before, and when it was last used (monotonic)."""

    server: smtplib.SMTP
    used: float
    fresh: bool = True


class Email:
    """The channel `email`. Its messages' ids hold the notice's, so that is what later news name."""

    name = "email"
    address: Literal["email", "phone"] = "email"
    keyed = False

    def __init__(self) -> None:
        self._of_thread = threading.local()

    def ready(self, merchant: Known) -> bool:
        """Mail is the installation's: it needs SMTP_URL, and nothing of the merchant's."""
        return bool(settings.current().smtp_url)

    def send(self, message: Message, merchant: Known) -> Sent:
        """Hand a message over; see `mail.deliver` for what it raises."""
        url, sender = post.server(), message.sender or settings.current().mail_from
        try:
            content = as_bytes(message, sender)
            content = signature(content, sender) + content
        except ValueError:
            content = None
        if content is None:  # raised out here, as the error above holds the address and would be logged too
            raise GivenUp("one of the addresses is none that a mail can carry")
        self._deliver(url, sender, message.recipient, content)
        return Sent(message.notice)

    def leave(self) -> None:
        """Close the calling thread's connections: for a thread that ends before its process does."""
        for kept in self._all().values():
            mail.leave(kept.server)
        self._all().clear()

    def _deliver(self, url: str, sender: str, recipient: str, content: bytes) -> None:
        """Over the kept connection; one that was hung up meanwhile is made anew, once."""
        kept = self._connection(url, sender)
        try:
            mail.deliver(kept.server, sender, recipient, content)
        except mail.Lost:
            self._drop(url)
            if kept.fresh:
                raise
        except (TryLater, GivenUp):
            self._begin_again(url, kept)
            raise
        except Unsure:
            self._drop(url)
            raise
        else:
            kept.used, kept.fresh = time.monotonic(), False
            return
        self._deliver(url, sender, recipient, content)

    def _connection(self, url: str, sender: str) -> Kept:
        kept = self._all().get(url)
        if kept and kept.used > time.monotonic() - IDLE:
            return kept
        if kept:
            mail.leave(kept.server)
        self._all()[url] = Kept(mail.ready(url, sender), time.monotonic())
        return self._all()[url]

    def _begin_again(self, url: str, kept: Kept) -> None:
        """Clear the table for the next message; a server that can't is left."""
        try:
            kept.server.rset()
        except OSError:  # smtplib's own errors are among them
            self._drop(url)

    def _drop(self, url: str) -> None:
        self._all().pop(url).server.close()

    def _all(self) -> dict[str, Kept]:
        """This thread's connections, by the server's address."""
        if not hasattr(self._of_thread, "kept"):
            self._of_thread.kept = {}
        kept: dict[str, Kept] = self._of_thread.kept
        return kept
