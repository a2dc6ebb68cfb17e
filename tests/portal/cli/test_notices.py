"""`waypost notices bounce`, as a mail server's pipe calls it."""

import json

import pytest
from click.testing import CliRunner
from flask import Flask

from commerce import clock
from commerce.database import transaction
from commerce.models import Merchant
from portal.cli import notices as cli
from tests.builders import make_merchant
from tests.notifications.happening import NOON, find_delay, follow, notices, order_of, ship
from tests.notifications.test_bounces import bounced


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    """One whose only notice was sent."""
    merchant = make_merchant()
    with clock.at(NOON):
        find_delay(ship(order_of(merchant)))
        follow()
    with transaction():
        [notice] = notices(merchant)
        notice.status, notice.skip_reason = "sent", None
    return merchant


def test_a_bounce_by_pipe_counts(merchant: Merchant) -> None:
    [notice] = notices(merchant)
    told = CliRunner().invoke(cli.group, ["bounce", "--json"], input=bounced(notice.code))
    assert json.loads(told.stdout) == {"outcomes": [f"{notice.code} bounced"]}
    assert [after.status for after in notices(merchant)] == ["bounced"]


def test_any_other_mail_is_left_alone(merchant: Merchant) -> None:
    told = CliRunner().invoke(cli.group, ["bounce"], input=b"Subject: hello\n\nHello.\n")
    assert (told.exit_code, told.stdout) == (0, "nothing about a notice\n")
