"""Telling a merchant that a template of their own failed: once for its words as they are, not once a notice."""

from collections.abc import Iterable
from hashlib import sha256

from commerce.clock import now
from commerce.database import run, transaction
from commerce.merchants import Known
from commerce.outbox import emit
from notifications import overrides
from notifications.rules import rules_of


def tell(merchant: Known, names: Iterable[str]) -> None:
    """Emit `template.broken` for each of the templates (`kind.channel.locale.part`) that is news."""
    for name in names:
        with transaction():
            if run(NOTE, (merchant.id, name, digest(merchant, name), now())):
                emit(merchant.id, "template.broken", template=name)


def digest(merchant: Known, name: str) -> bytes:
    """What tells a template's words from those that it had before."""
    kind, channel, locale, part = name.split(".")
    words = overrides.of(rules_of(merchant).templates, kind, channel, locale).get(part)
    return sha256(str(words).encode()).digest()


NOTE = """
INSERT INTO broken_templates (merchant_id, template, digest, told_at) VALUES (%s, %s, %s, %s)
ON CONFLICT (merchant_id, template) DO UPDATE SET digest = excluded.digest, told_at = excluded.told_at
WHERE broken_templates.digest <> excluded.digest RETURNING template
"""
