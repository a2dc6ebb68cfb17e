"""What was told to whom, and what was found wrong, by file."""

from notifications.models.consents import Consent
from notifications.models.feedback import Feedback
from notifications.models.incidents import IncidentRow, ScanGap
from notifications.models.links import MailedLink
from notifications.models.notices import Notice, NoticeNews, Suppression
from notifications.models.templates import BrokenTemplate
from notifications.models.webhooks import WebhookEndpoint, WebhookPost, WhatsAppWindow

__all__ = [
    "BrokenTemplate",
    "Consent",
    "Feedback",
    "IncidentRow",
    "MailedLink",
    "Notice",
    "NoticeNews",
    "ScanGap",
    "Suppression",
    "WebhookEndpoint",
    "WebhookPost",
    "WhatsAppWindow",
]
