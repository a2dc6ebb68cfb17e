"""EasyPost: its webhooks, its trackers, its words."""

from tracking.providers.easypost.client import EasyPostClient
from tracking.providers.easypost.parse import (
    TrackerReport,
    event_id,
    parse_event,
    parse_tracker,
    tracking_number,
)
from tracking.providers.easypost.signature import HEADER, verify

__all__ = [
    "HEADER",
    "EasyPostClient",
    "TrackerReport",
    "event_id",
    "parse_event",
    "parse_tracker",
    "tracking_number",
    "verify",
]
