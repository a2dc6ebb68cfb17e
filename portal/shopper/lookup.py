"""Who may see an order: who knows its number and its e-mail address or postcode, and does not guess."""

import hmac
import re
from dataclasses import dataclass

from flask import current_app
from limits import parse

from commerce.merchants import Known
from commerce.settings import Settings
from portal.throttle import Limits, count_miss, waiting

FIND = """
SELECT page_token, email, ship_to->>'postcode' FROM orders
WHERE merchant_id = %s AND number = ANY(%s) ORDER BY number = %s DESC LIMIT 1
"""
ASK = """
INSERT INTO events (merchant_id, kind, data)
SELECT %s, 'lookup.asked', jsonb_build_object('order', CASE
    WHEN starts_with(regexp_replace(lower(coalesce(postcode, '')), '[^0-9a-z]+', '', 'g'), %s) THEN number END)
FROM (VALUES (1)) AS asked LEFT JOIN LATERAL (
    SELECT number, ship_to->>'postcode' AS postcode FROM orders
    WHERE merchant_id = %s AND number = ANY(%s) ORDER BY number = %s DESC LIMIT 1
) AS named ON true
RETURNING id
"""
SHORTEST_POSTCODE = 4  # fewer characters could be guessed within the limits
THIN = range(
    3, 5
)  # characters of a postcode, or of its beginning, that have its link mailed instead of shown
NOISE = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True)
class Found:
    """What became of a look-up: a page's token, or a mail if anything fits, or a wait in seconds, or nothing."""

    token: str | None = None
    mailed: bool = False
    retry_after: int | None = None


def find(merchant: Known, number: str, contact: str, address: str) -> Found:
    """Look an order up; who has asked in vain or by thin details too often must wait.

    That is counted per address, order and merchant. An unknown order and a wrong contact take the same statement,
    the same comparisons and the same answer. With thin details a hit does too: the event is written and counted
    either way, and only who mails looks into it.
    """
    limits = limits_of(merchant, number, address)
    if (wait := waiting(limits)) is not None:
        return Found(retry_after=wait)
    statements = current_app.extensions["statements"]
    spellings = [number, f"#{number}", number.removeprefix("#")] if "\0" not in number else []
    named = (merchant.id, spellings, number.replace("\0", ""))
    if is_thin(contact) and settings().smtp_url:
        count_miss(limits)
        statements.one(ASK, (merchant.id, bare(contact), *named))
        return Found(mailed=True)
    row = statements.one(FIND, named)
    token, email, postcode = row or ("", None, None)
    if matches(contact, email, postcode) and token:
        return Found(token=token)
    count_miss(limits)
    return Found()


def is_thin(contact: str) -> bool:
    """Whether what was typed can only be a postcode that is quickly guessed; the order has no say in it."""
    return "@" not in contact and len(bare(contact)) in THIN


def matches(contact: str, email: str | None, postcode: str | None) -> bool:
    """Whether the contact is the order's e-mail address or postcode, however they are written."""
    by_mail = same(contact.strip().casefold(), (email or "").strip().casefold())
    told, known = bare(contact), bare(postcode or "")
    by_postcode = same(told, known) and len(known) >= SHORTEST_POSTCODE
    return by_mail or by_postcode


def bare(postcode: str) -> str:
    """A postcode's letters and digits, however they are written."""
    return NOISE.sub("", postcode.casefold())


def same(told: str, known: str) -> bool:
    """Equality that takes as long for a near miss as for a far one; nothing is equal to nothing."""
    return (
        hmac.compare_digest(told.encode("utf-8", "replace"), known.encode("utf-8", "replace")) and known != ""
    )


def settings() -> Settings:
    known: Settings = current_app.config["SETTINGS"]
    return known


def limits_of(merchant: Known, number: str, address: str) -> Limits:
    """The three counters that a look-up stands under."""
    rates = settings()
    return [
        (parse(rates.lookup_limit_address), ("lookup", "address", address)),
        (parse(rates.lookup_limit_order), ("lookup", "order", str(merchant.id), number.casefold())),
        (parse(rates.lookup_limit_merchant), ("lookup", "merchant", str(merchant.id))),
    ]
