"""What was told to whom, by file: mailed links, notices."""

from notifications.models.links import MailedLink
from notifications.models.notices import Notice, NoticeNews, Suppression

__all__ = ["MailedLink", "Notice", "NoticeNews", "Suppression"]
