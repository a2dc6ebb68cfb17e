"""Sending what is due: claimed in batches, decided once more, written, begun, handed over, settled.

No transaction is open while a message leaves. A worker that is killed leaves one message at most of which
nobody can tell whether it was sent.
"""

import logging
import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from commerce.clock import now
from commerce.work import GivenUp, TryLater, next_wait
from notifications import broken_templates, channels, claiming
from notifications.claiming import Arrival, Claimed, Departure
from notifications.kinds import KINDS
from notifications.message import Refused, Sent, Unsure
from notifications.news import masked, suppress, take_kept
from notifications.reconsidering import Ready, reconsider
from notifications.telling import Send, Skip
from notifications.writing import Written, read_for, write

log = logging.getLogger(__name__)

BATCH_SECONDS = 20.0  # after which nothing of a batch is begun any more: well before its lease ends
PAUSE = timedelta(seconds=5)  # before the rest of a batch is tried again whose channel is in trouble
TROUBLES = 3


def send_batch(most: int = claiming.AT_ONCE) -> int:
    """Send up to `most` notices that are due; returns how many were taken up."""
    started = time.monotonic()
    notices = claiming.claim(most)
    ready = []
    for notice, judged in reconsider(notices) if notices else ():
        if isinstance(judged, Skip):
            claiming.skip(notice, judged.reason.value)
        elif isinstance(judged, Send):
            claiming.release([notice], judged.at)
        else:
            ready.append(judged)
    Batch(started).send(written(ready))
    return len(notices)


def written(ready: Sequence[Ready]) -> list[Written]:
    """Their messages; one that can't be written is tried again later."""
    messages = []
    rows = read_for(ready)
    for one in ready:
        try:
            messages.append(write(one, rows))
        except Exception as exc:
            log.exception("a notice could not be written", extra={"notice": one.notice.code})
            put_off(one.notice, f"{type(exc).__name__}: {exc}"[:500], None, patient=False)
    tell_of_broken(messages)
    return messages


def tell_of_broken(messages: Sequence[Written]) -> None:
    """Tell merchants of their templates that failed, each once for all the messages that it failed in."""
    broken = {
        (written.ready.merchant.id, name): written.ready.merchant
        for written in messages
        for name in written.broken
    }
    for (_, name), merchant in broken.items():
        broken_templates.tell(merchant, [name])


class Batch:
    """Messages that leave one after another; that one was taken is noted with the next's leaving."""

    def __init__(self, started: float) -> None:
        self._started = started
        self._taken: Arrival | None = None
        self._troubles: dict[str, int] = {}

    def send(self, messages: Sequence[Written]) -> None:
        """Send all; what is left when time is up, or when its channel takes nothing, is given back."""
        late: list[Claimed] = []
        try:
            for written in messages:
                notice = written.ready.notice
                if time.monotonic() - self._started > BATCH_SECONDS:
                    late.append(notice)
                elif self._troubles.get(notice.channel, 0) >= TROUBLES:
                    claiming.release([notice], now() + PAUSE)
                else:
                    self._send_one(written)
        finally:
            self._note_taken()
            claiming.release(late, now())

    def _send_one(self, written: Written) -> None:
        ready, message, said, _ = written
        departure = Departure(
            ready.notice,
            now(),
            message.subject,
            masked(ready.address),
            ready.recipient_digest,
            said,
        )
        has_begun = claiming.begin(departure, self._taken)
        self._taken = None
        if not has_begun:
            return
        try:
            sent = ready.channel.send(message, ready.merchant)
        except Exception as exc:
            self._note_trouble(ready, departure.begun_at, exc)
        else:
            self._troubles.pop(ready.notice.channel, None)
            self._taken = Arrival(departure, sent.provider_id, now())
            if sent.provider_id != ready.notice.code:  # news of it may have come under that name already
                self._note_taken()
                hear_kept(ready.notice, sent)

    def _note_taken(self) -> None:
        if self._taken:
            claiming.settle_taken(self._taken)
            self._taken = None

    def _note_trouble(self, ready: Ready, begun_at: datetime, exc: Exception) -> None:
        notice, said = ready.notice, f"{type(exc).__name__}: {exc}"[:500]
        if isinstance(exc, TryLater):
            self._troubles[notice.channel] = self._troubles.get(notice.channel, 0) + 1
            put_off(notice, str(exc), begun_at, patient=True)
        elif isinstance(exc, GivenUp):
            if isinstance(exc, Refused):
                suppress(notice.merchant_id, notice.channel, ready.address, str(exc))
            claiming.fail(notice, str(exc), begun_at)
        elif KINDS[notice.kind].repeat or ready.channel.keyed:
            put_off(notice, said, begun_at, patient=isinstance(exc, Unsure))
        else:
            claiming.fail(notice, f"{said}: it may have been sent", begun_at)
        log.log(
            logging.INFO if isinstance(exc, TryLater) else logging.WARNING,
            "a notice was not sent: %s",
            said,
            exc_info=None if isinstance(exc, TryLater | GivenUp | Unsure) else exc,
            extra={"notice": notice.code},
        )


def put_off(notice: Claimed, error: str, begun_at: datetime | None, *, patient: bool) -> None:
    """Try again later, for three days at most where another system holds it up; then give it up."""
    wait = next_wait(notice.attempts + 1, patient=patient)
    if wait is None:
        claiming.fail(notice, error, begun_at)
    else:
        claiming.put_off(notice, wait, error, begun_at)


def hear_kept(notice: Claimed, sent: Sent) -> None:
    """Let news that came before the sending was noted count."""
    if sent.provider_id:
        take_kept(notice.merchant_id, notice.channel, sent.provider_id)


def keyed() -> list[str]:
    """The channels whose provider makes a repeat harmless."""
    found = [channels.channel(name) for name in channels.names()]
    return [channel.name for channel in found if channel and channel.keyed]
