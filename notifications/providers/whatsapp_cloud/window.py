"""The day in which plain texts may answer what a shopper wrote: WhatsApp's rule."""

from datetime import timedelta

from commerce.clock import now
from commerce.database import run, transaction
from notifications.news import digest

LASTS = timedelta(hours=24)


def open_by(merchant_id: int, sender: str) -> None:
    """Note that a shopper wrote just now."""
    run(NOTE, (merchant_id, digest(sender), now()))


def is_open(merchant_id: int, recipient: str) -> bool:
    """Whether the shopper of that number wrote within the last day."""
    with transaction():
        return bool(run(OPEN, (merchant_id, digest(recipient), now() - LASTS)))


NOTE = """
INSERT INTO whatsapp_windows (merchant_id, sender_digest, written_at) VALUES (%s, %s, %s)
ON CONFLICT (merchant_id, sender_digest) DO UPDATE SET written_at = excluded.written_at
"""
OPEN = "SELECT 1 FROM whatsapp_windows WHERE merchant_id = %s AND sender_digest = %s AND written_at > %s"
