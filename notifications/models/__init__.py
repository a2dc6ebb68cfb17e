"""What was told to whom, by file: mailed links, notices, webhooks."""

from notifications.models.consents import Consent
from notifications.models.feedback import Feedback
from notifications.models.links import MailedLink
from notifications.models.notices import Notice, NoticeNews, Suppression
from notifications.models.webhooks import WebhookEndpoint, WebhookPost, WhatsAppWindow

__all__ = [
    "Consent",
    "Feedback",
    "MailedLink",
    "Notice",
    "NoticeNews",
    "Suppression",
    "WebhookEndpoint",
    "WebhookPost",
    "WhatsAppWindow",
]
