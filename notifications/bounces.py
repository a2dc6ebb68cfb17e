"""What the mail system tells of our mails: delivery status (RFC 3464) and complaints (RFC 5965).

A report counts only where it quotes the Message-ID of a notice, which nobody can guess; the address that is
suppressed is the one we wrote to, whatever the report says. So a forged report harms nobody.
"""

import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from typing import Literal

from commerce.database import run, transaction
from commerce.outbox import Happened, subscribe
from notifications import news
from tracking.messages import MESSAGE, UNDERSTOOD

CHANNEL = "email"
REPORTED = "mail.reported"
HEADER, PREFIX = "X-Waypost-Signature", "sha256="
NOTICE = re.compile(r"<(ntc_[A-Za-z0-9]{1,64})@")
DEAD = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})
"""Enhanced status codes (RFC 3463) of addresses that will never take a mail."""

COMPLAINTS = frozenset({"abuse", "fraud", "virus", "other"})


@dataclass(frozen=True)
class MailReport:
    """What one report says of the mail of a notice; `dead`: its address is to be written to no more."""

    notice: str
    outcome: Literal["delivered", "bounced", "complained"]
    reason: str
    dead: bool


def read(content: bytes) -> list[MailReport]:
    """What a report says, each recipient's part by itself; nothing for any other mail, and for a mere delay."""
    message = message_from_bytes(content, policy=policy.default)
    notice = notice_of(message)
    if notice is None or not isinstance(message, EmailMessage):
        return []
    parts = {part.get_content_type(): part for part in message.walk()}
    if status := parts.get("message/delivery-status"):
        return list(deliveries(status, notice))
    if feedback := parts.get("message/feedback-report"):
        return list(complaints(feedback, notice))
    return []


def notice_of(message: Message) -> str | None:
    """The notice whose mail a report returns, by the Message-ID in the part that quotes it."""
    for part in message.walk():
        if part.get_content_type() == "text/rfc822-headers":
            quoted = part.get_payload(decode=True)
            text = quoted.decode("ascii", "replace") if isinstance(quoted, bytes) else ""
        elif part is not message and part.get("Message-ID"):
            text = f"Message-ID: {part['Message-ID']}"
        else:
            continue
        lines = [line for line in text.splitlines() if line.lower().startswith("message-id:")]
        if found := NOTICE.search(" ".join(lines)):
            return found[1]
    return None


def blocks(part: Message) -> list[Message]:
    """The groups of fields that such a part is made of."""
    payload = part.get_payload()
    if isinstance(payload, list):
        return [block for block in payload if isinstance(block, Message)]
    raw = part.get_payload(decode=True)
    return [message_from_bytes(raw, policy=policy.default)] if isinstance(raw, bytes) else []


def deliveries(status: Message, notice: str) -> Iterator[MailReport]:
    for block in blocks(status):
        action, code = str(block.get("Action", "")).strip().lower(), str(block.get("Status", "")).strip()[:12]
        said = " ".join(str(block.get("Diagnostic-Code", "")).split())[:300]
        reason = f"{code} {reply_code(said)}".strip()
        if action == "failed":
            yield MailReport(notice, "bounced", reason, code in DEAD)
        elif action in ("delivered", "relayed", "expanded"):
            yield MailReport(notice, "delivered", reason, dead=False)


def reply_code(diagnostic: str) -> str:
    """The server's code alone: its words may repeat the address."""
    found = re.search(r"\b[245]\d\d\b", diagnostic)
    return f"({found[0]})" if found else ""


def complaints(feedback: Message, notice: str) -> Iterator[MailReport]:
    for block in blocks(feedback):
        kind = str(block.get("Feedback-Type", "")).strip().lower()
        if kind in COMPLAINTS:
            yield MailReport(notice, "complained", f"reported as {kind}", dead=True)


def take(content: bytes, merchant_id: int | None = None) -> list[str]:
    """Let a mail count, that of one merchant's notices where it is known whose; returns what became of it."""
    outcomes = []
    for report in read(content):
        with transaction():
            for owner, address in run(FIND, (report.notice, merchant_id, merchant_id)):
                if report.outcome != "complained":
                    news.tell_news(owner, CHANNEL, report.notice, report.outcome, report.reason)
                if report.dead and address:
                    news.suppress(owner, CHANNEL, address, f"{report.outcome}: {report.reason}")
                outcomes.append(f"{report.notice} {report.outcome}")
    return outcomes


FIND = """
SELECT n.merchant_id, o.customer->>'email' FROM merchants m
CROSS JOIN LATERAL (
    SELECT * FROM notices WHERE merchant_id = m.id AND code = %s AND channel = 'email'
) n
JOIN orders o ON o.merchant_id = n.merchant_id AND o.id = n.order_id
WHERE m.id = %s OR %s::int IS NULL
"""


def verify(body: bytes, given: str, secret: str) -> bool:
    """Whether whoever hands over a mail knows the secret: `sha256=` and the HMAC-SHA256 of the body in hex."""
    expected = PREFIX + hmac.digest(secret.encode(), body, "sha256").hex()
    return hmac.compare_digest(expected.encode(), given.encode("utf-8", "surrogatepass"))


@subscribe("read-mail-report", [REPORTED])
def read_stored(event: Happened) -> None:
    """Let a mail count that came by the merchant's door."""
    key = (event.merchant_id, event.data["message"])
    with transaction():
        [(_, body)] = run(MESSAGE, key)
        outcomes = take(body, event.merchant_id)
        run(UNDERSTOOD, ("; ".join(outcomes)[:500] or "nothing of interest", *key))
