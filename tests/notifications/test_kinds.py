"""The kinds of notice: those that programs outside rely on, and no other."""

from notifications import channels
from notifications.kinds import KINDS

PROMISED = """order_confirmed shipped out_for_delivery delivered available_for_pickup delivery_attempted delayed
delay_cleared promise_missed stalled exception return_to_sender not_shipped return_requested return_approved
return_question return_declined return_reminder return_expiring return_received refund_issued exchange_shipped
claim_opened claim_resolved feedback_request review_request""".split()


def test_every_promised_kind_is_there_under_its_name() -> None:
    assert list(KINDS) == PROMISED
    assert all(kind.name == name for name, kind in KINDS.items())


def test_the_channels_are_found_by_name() -> None:
    assert channels.names() and all((channels.channel(name)).name == name for name in channels.names())  # type: ignore[union-attr]
    assert channels.channel("pigeon") is None
