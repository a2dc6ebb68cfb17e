"""A merchant whose mail has a server to go to."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from commerce.models import Merchant
from notifications import channels
from notifications.providers.email import Email
from tests.builders import make_merchant
from tests.notifications.postbox import Postbox, opened


@pytest.fixture
def postbox(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    """The mail server that SMTP_URL names."""
    with opened() as box:
        monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], smtp_url=box.url))
        yield box
        mail = channels.channel("email")
        assert isinstance(mail, Email)
        mail.leave()


@pytest.fixture
def merchant(postbox: Postbox) -> Merchant:
    return make_merchant(brand={"support_email": "help@acme.test"})
