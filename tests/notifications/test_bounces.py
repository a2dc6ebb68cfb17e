"""Bounces and complaints: read as mail systems write them, and believed only about our own notices."""

import pytest

from commerce import clock
from commerce.database import transaction
from commerce.models import Merchant
from notifications import bounces, sending
from notifications.bounces import MailReport
from notifications.models import Notice
from tests.notifications.happening import HOUR, NOON, find_delay, follow, notices, order_of, outcomes, ship
from tests.notifications.postbox import Postbox

BOUNCE = """\
From: MAILER-DAEMON@mx.example.com
To: no-reply@waypost.test
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; ada@example.com
Action: {action}
Status: {code}
Diagnostic-Code: smtp; 550 {code} <ada@example.com>: nobody here

--b
Content-Type: {quoted}

{head}Message-ID: <{notice}@waypost.test>
Subject: Your parcel is late

--b--
"""
COMPLAINT = """\
From: feedback@isp.example.com
To: no-reply@waypost.test
Subject: complaint
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

A reader complained.

--b
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: Example/1.0
Version: 1

--b
Content-Type: message/rfc822

From: no-reply@waypost.test
Message-ID: <{notice}@waypost.test>
Subject: Your parcel is late

Hello.

--b--
"""


def bounced(notice: str = "ntc_1", **words: str) -> bytes:
    plain = {"action": "failed", "code": "5.1.1", "quoted": "text/rfc822-headers", "head": ""}
    return BOUNCE.format(notice=notice, **plain | words).encode()


@pytest.mark.parametrize("quoted", ["text/rfc822-headers", "message/rfc822"])
@pytest.mark.parametrize(
    ("action", "code", "outcome", "dead"),
    [
        ("failed", "5.1.1", "bounced", True),
        ("failed", "5.2.2", "bounced", False),
        ("failed", "5.7.1", "bounced", False),
        ("delivered", "2.1.5", "delivered", False),
        ("relayed", "2.0.0", "delivered", False),
    ],
)
def test_a_delivery_report_is_read(quoted: str, action: str, code: str, outcome: str, dead: bool) -> None:
    [report] = bounces.read(bounced(action=action, code=code, quoted=quoted))
    assert (report.notice, report.outcome, report.dead) == ("ntc_1", outcome, dead)
    assert report.reason == f"{code} (550)"


def test_a_mere_delay_says_nothing() -> None:
    assert bounces.read(bounced(action="delayed", code="4.4.7")) == []


def test_a_complaint_is_read() -> None:
    content = COMPLAINT.format(notice="ntc_1", kind="abuse").encode()
    assert bounces.read(content) == [MailReport("ntc_1", "complained", "reported as abuse", dead=True)]
    assert bounces.read(COMPLAINT.format(notice="ntc_1", kind="not-spam").encode()) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"Subject: Out of office\n\nI am away.\n",
        bounced(notice="somebody-elses"),
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n",
    ],
)
def test_any_other_mail_is_left_alone(content: bytes) -> None:
    assert bounces.read(content) == []


@pytest.fixture
def sent(merchant: Merchant, postbox: Postbox) -> Notice:
    """A notice that a server took."""
    with clock.at(NOON):
        find_delay(ship(order_of(merchant)))
        follow()
    [notice] = notices(merchant)
    with transaction():
        notice.status, notice.sent_at = "sent", NOON
    return notice


def next_outcome(merchant: Merchant) -> str:
    """What becomes of the next notice to the same address."""
    with clock.at(NOON + HOUR):
        find_delay(ship(order_of(merchant, "1002")))
        follow()
        sending.send_batch()
    return outcomes(merchant)[-1][1]


def test_a_bounce_counts_and_its_address_is_written_to_no_more(merchant: Merchant, sent: Notice) -> None:
    assert bounces.take(bounced(sent.code)) == [f"{sent.code} bounced"]
    assert [(n.status, n.error) for n in notices(merchant)] == [("bounced", "5.1.1 (550)")]
    assert next_outcome(merchant) == "suppressed"


def test_a_full_mailbox_is_written_to_again(merchant: Merchant, sent: Notice) -> None:
    bounces.take(bounced(sent.code, code="5.2.2"), merchant.id)
    assert outcomes(merchant) == [("delayed", "bounced")]
    assert next_outcome(merchant) == "sent"


def test_who_complained_is_written_to_no_more_though_the_mail_came(merchant: Merchant, sent: Notice) -> None:
    bounces.take(COMPLAINT.format(notice=sent.code, kind="abuse").encode())
    assert outcomes(merchant) == [("delayed", "sent")]
    assert next_outcome(merchant) == "suppressed"


def test_a_report_of_a_notice_that_nobody_sent_suppresses_nobody(merchant: Merchant, sent: Notice) -> None:
    assert bounces.take(bounced("ntc_unknown")) == []
    assert bounces.take(bounced(sent.code), merchant.id + 1) == []
    assert next_outcome(merchant) == "sent"
