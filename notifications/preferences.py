"""What a shopper wants to hear of, by group of kinds and channel, and the ledger of how they said so.

A choice belongs to an address: who reads that mailbox or holds that phone. Mail about one's own order comes until it
is switched off; text messages come only once they were asked for.
"""

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
"""What shoppers choose between, and the kinds in each."""

GROUP_OF = {kind: group for group, kinds in GROUPS.items() for kind in kinds}
UNASKED = frozenset({"email"})
"""Channels that are used until the shopper says no."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen; a `group` of "" is every group. `text_shown` is the sentence that it was an answer to."""

    channel: str
    group: str
    on: bool
    how: Means
    text_shown: str
    locale: str


def wants(merchant_id: int, address: str, kind: str, channel: str) -> bool:
    """Whether the reader of an address (a mailbox, a phone number) wants a kind of notice on a channel."""
    if is_due_anyway(kind, channel):
        return True
    return decided(choices(merchant_id, address, channel), GROUP_OF[kind], channel)


def is_due_anyway(kind: str, channel: str) -> bool:
    """Whether a notice goes out whatever was chosen: receipts of money and of legal acts, by mail."""
    return channel in UNASKED and not KINDS[kind].optional


def may_switch_off(kind: str, channel: str) -> bool:
    """Whether a message of that kind carries a link to switch its kind off."""
    return not is_due_anyway(kind, channel)


def decided(said: dict[str, bool], group: str, channel: str) -> bool:
    """The choice for a group, out of the latest said by group; without any, the channel's own default."""
    return said.get(group, channel in UNASKED)


def choices(merchant_id: int, address: str, channel: str) -> dict[str, bool]:
    """The latest choice of each group that one was made for."""
    latest: dict[str, bool] = {}
    for group, on in run(CHOSEN, (merchant_id, digest(address), channel)):
        for name in [group] if group else GROUPS:
            latest.setdefault(name, on)
    return latest


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
        said = choices(merchant_id, address, choice.channel)
        default = choice.channel in UNASKED if choice.how == "page" else None
        meant = [choice.group] if choice.group else list(GROUPS)
        if all(said.get(group, default) is choice.on for group in meant):
            return
        what = (choice.group, choice.channel, choice.on, choice.how, choice.text_shown, choice.locale)
        run(WRITE, (merchant_id, digest(address), masked(address), *what, order_id, now()))


WRITE = """
INSERT INTO consents (merchant_id, address_digest, address_masked, kind_group, channel, choice, how, text_shown, locale,
    order_id, at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
