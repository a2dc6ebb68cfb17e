"""What a shopper wants to hear of, by kind and channel, and the ledger of how they said so.

A choice belongs to an address: who reads that mailbox or holds that phone. It is made for one kind, for a group of
them or for all, and the latest that covers a kind holds for it. Mail about one's own order comes until it is switched
off; text messages come only once they were asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from commerce import locks
from commerce.clock import now
from commerce.database import run, transaction
from notifications.kinds import KINDS
from notifications.news import digest, masked

Means = Literal["page", "one_click", "stop", "start", "api"]

GROUPS: dict[str, tuple[str, ...]] = {
    "orders": tuple(
        "order_confirmed shipped out_for_delivery delivered available_for_pickup delivery_attempted".split()
    ),
    "delays": tuple(
        "delayed delay_cleared promise_missed stalled exception return_to_sender not_shipped".split()
    ),
    "returns": tuple(
        "return_requested return_approved return_question return_declined return_reminder return_expiring"
        " return_received refund_issued exchange_shipped claim_opened claim_resolved".split()
    ),
    "feedback": ("feedback_request", "review_request"),
}
"""What shoppers choose between at first, and the kinds in each, which they may choose one by one. A group is named
like no kind, for a choice names either."""

GROUP_OF = {kind: group for group, kinds in GROUPS.items() for kind in kinds}
Said = Sequence[tuple[str, bool]]
"""What was chosen for what (a kind, a group, "" for all), the last first."""

UNASKED = frozenset({"email"})
"""Channels that are used until the shopper says no."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen, and for what: a kind, a group of them, or "" for all.

    `text_shown` is the sentence that it was an answer to.
    """

    channel: str
    what: str
    on: bool
    how: Means
    text_shown: str
    locale: str


def wants(merchant_id: int, address: str, kind: str, channel: str) -> bool:
    """Whether the reader of an address (a mailbox, a phone number) wants a kind of notice on a channel."""
    if is_due_anyway(kind, channel):
        return True
    rows = run(HOLDS, (merchant_id, digest(address), channel, [kind, GROUP_OF[kind], ""]))
    return bool(rows[0][0]) if rows else channel in UNASKED


HOLDS = """
SELECT choice FROM consents
WHERE merchant_id = %s AND address_digest = %s AND channel = %s AND kind_group = ANY(%s) ORDER BY id DESC LIMIT 1
"""


def is_due_anyway(kind: str, channel: str) -> bool:
    """Whether a notice goes out whatever was chosen: receipts of money and of legal acts, by mail."""
    return channel in UNASKED and not KINDS[kind].optional


def may_switch_off(kind: str, channel: str) -> bool:
    """Whether a message of that kind carries a link to switch its kind off."""
    return not is_due_anyway(kind, channel)


def covered(what: str) -> tuple[str, ...]:
    """The kinds that a choice is for: one, those of a group, or all where it names none."""
    return GROUPS.get(what) or ((what,) if what else tuple(GROUP_OF))


def latest(said: Said) -> dict[str, bool]:
    """The choice that holds for each kind."""
    holds: dict[str, bool] = {}
    for what, on in said:
        for kind in covered(what):
            holds.setdefault(kind, on)
    return holds


def stands(said: Said, what: str, *, on: bool, default: bool | None) -> bool:
    """Whether a choice holds already, also for what its group may come to hold."""
    meant, held = set(covered(what)), latest(said)
    wide = next((chosen for name, chosen in said if meant <= set(covered(name))), default)
    return wide is on and all(held.get(kind, default) is on for kind in meant)


def choices(merchant_id: int, address: str, channel: str) -> dict[str, bool]:
    """The choice that holds for each kind that one was made for."""
    return latest(said_of(merchant_id, address, channel))


def said_of(merchant_id: int, address: str, channel: str) -> Said:
    """The last choice for each thing that one was made for, the last first."""
    return [(what, on) for what, on in run(CHOSEN, (merchant_id, digest(address), channel))]


CHOSEN = """
SELECT kind_group, choice FROM (
    SELECT DISTINCT ON (kind_group) kind_group, choice, id FROM consents
    WHERE merchant_id = %s AND address_digest = %s AND channel = %s ORDER BY kind_group, id DESC
) AS latest ORDER BY id DESC
"""


def choose(merchant_id: int, address: str, choice: Choice, order_id: int | None = None) -> None:
    """Write a choice down, unless that is how it stands; the ledger only ever grows."""
    with transaction():
        locks.wait(merchant_id, f"consent:{choice.channel}:{digest(address).hex()}")
        said = said_of(merchant_id, address, choice.channel)
        default = choice.channel in UNASKED if choice.how == "page" else None
        if stands(said, choice.what, on=choice.on, default=default):
            return
        what = (choice.what, choice.channel, choice.on, choice.how, choice.text_shown, choice.locale)
        run(WRITE, (merchant_id, digest(address), masked(address), *what, order_id, now()))


WRITE = """
INSERT INTO consents (merchant_id, address_digest, address_masked, kind_group, channel, choice, how, text_shown, locale,
    order_id, at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
