"""What was told to whom, by file: mailed links, notices."""

from notifications.models.consents import Consent
from notifications.models.feedback import Feedback
from notifications.models.links import MailedLink
from notifications.models.notices import Notice, NoticeNews, Suppression

__all__ = ["Consent", "Feedback", "MailedLink", "Notice", "NoticeNews", "Suppression"]
