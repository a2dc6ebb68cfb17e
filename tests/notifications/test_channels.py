"""Channels that are added outside the tree."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from commerce import clock
from notifications import channels, sending
from notifications.preferences import Choice, choose
from tests.builders import make_merchant
from tests.notifications.happening import NOON, find_delay, follow, notices, order_of, ship

PIGEON = """
from notifications.message import Sent


class Pigeon:
    name, address, keyed = "pigeon", "email", False

    def __init__(self):
        self.carried = []

    def ready(self, merchant):
        return True

    def send(self, message, merchant):
        self.carried.append(message)
        return Sent(None)
"""


@pytest.fixture
def pigeon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A package with a channel of its own, installed."""
    about = tmp_path / "pigeon_post-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: pigeon-post\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[{channels.GROUP}]\npigeon = pigeon_post:Pigeon\n")
    (tmp_path / "pigeon_post.py").write_text(PIGEON)
    monkeypatch.syspath_prepend(str(tmp_path))
    channels.names.cache_clear()
    yield
    monkeypatch.undo()
    channels.names.cache_clear()
    sys.modules.pop("pigeon_post", None)


def test_a_channel_of_another_package_carries_notices(app: Flask, pigeon: None) -> None:
    merchant = make_merchant(notifications={"kinds": {"delayed": {"channels": ["pigeon"]}}})
    with clock.at(NOON):
        order = order_of(merchant)
        choose(
            merchant.id, order.customer["email"], Choice("pigeon", "delays", True, "page", "Pigeons", "en")
        )
        find_delay(ship(order))
        follow()
        sending.send_batch()
    [notice] = [one for one in notices(merchant) if one.kind == "delayed"]
    assert (notice.channel, notice.status) == ("pigeon", "sent")
    carried = getattr(channels.channel("pigeon"), "carried")  # noqa: B009 - it is no part of a channel
    assert [message.notice for message in carried] == [notice.code]
