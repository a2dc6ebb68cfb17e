"""What Twilio's forms tell: what became of a message, or what somebody wrote.

Source: Twilio's "Track the status of outbound messages" and its dictionary of errors.
"""

from notifications.news import Final
from notifications.providers.reports import Delivery, Report, Written
from notifications.providers.twilio.signature import fields

STATUSES: dict[str, Final] = {
    "delivered": "delivered",
    "read": "delivered",
    "undelivered": "bounced",
    "failed": "failed",
}
DEAD = {
    "21211": "not a number",
    "21610": "its owner sent STOP",
    "21614": "not a mobile number",
    "30005": "unknown number",
    "30006": "a landline, or out of the network's reach",
    "63032": "its owner blocked messages",
}
WHATSAPP = "whatsapp:"


def event_id(body: bytes) -> str | None:
    """What tells one form from another: its message and that one's status."""
    form = fields(body)
    sid = form.get("MessageSid") or form.get("SmsSid")
    return f"{sid}:{form.get('MessageStatus') or form.get('SmsStatus', '')}" if sid else None


def parse(body: bytes) -> list[Report]:
    """The report in a form; none where it holds nothing of interest, a message that is queued, say."""
    form = fields(body)
    sid, status = form.get("MessageSid") or form.get("SmsSid"), form.get("MessageStatus")
    if sid and status in STATUSES:
        code = form.get("ErrorCode")
        to = form.get("To", "")
        dead = to.removeprefix(WHATSAPP) if code in DEAD else None
        reason = f"Twilio's error {code}: {DEAD[code]}" if code in DEAD else code and f"Twilio's error {code}"
        return [Delivery(sid, channel_of(to), STATUSES[status], reason or None, dead or None)]
    sender = form.get("From", "")
    if sid and not status and sender and "Body" in form:
        return [Written(sender.removeprefix(WHATSAPP), channel_of(sender), form["Body"])]
    return []


def channel_of(address: str) -> str:
    return "whatsapp" if address.startswith(WHATSAPP) else "sms"
