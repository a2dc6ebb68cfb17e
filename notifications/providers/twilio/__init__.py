"""Twilio: text messages and WhatsApp. Its library is large, so `sending` is imported by those alone who send."""

from notifications.providers.twilio.reports import event_id, parse
from notifications.providers.twilio.signature import HEADER, verify

__all__ = ["HEADER", "event_id", "parse", "verify"]
