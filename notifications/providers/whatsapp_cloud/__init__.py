"""The WhatsApp Cloud API: templates and texts sent, and what its webhooks tell."""

from notifications.providers.whatsapp_cloud.reports import parse
from notifications.providers.whatsapp_cloud.signature import HEADER, verify

__all__ = ["HEADER", "parse", "verify"]
