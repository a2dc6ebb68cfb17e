"""Asking EasyPost, over a real connection to a stand-in."""

import json

import pytest

from tests.tracking.providers.easypost.making import a_detail, a_tracker
from tests.tracking.providers.easypost.stand_in import StandIn
from tracking.providers import CarrierError
from tracking.providers.easypost import EasyPostClient

KEY = "made-up-key"
TRACKER = json.dumps(a_tracker("in_transit", a_detail("in_transit", "2026-03-03T09:00:00Z"))).encode()
MISSING = b'{"error": {"code": "NOT_FOUND", "message": "The tracker could not be found.", "errors": []}}'


def test_a_tracker_is_made_for_number_and_carrier() -> None:
    with StandIn(200, TRACKER) as easypost:
        answer = EasyPostClient(KEY, easypost.address).create_tracker("1Z0000000000000001", "UPS")
    tracker = {"tracking_code": "1Z0000000000000001", "carrier": "UPS"}
    assert easypost.asked == [("POST", "/v2/trackers", f"Bearer {KEY}", {"tracker": tracker})]
    assert answer == json.loads(TRACKER)


def test_an_unknown_carrier_is_left_to_easypost() -> None:
    with StandIn(200, TRACKER) as easypost:
        EasyPostClient(KEY, easypost.address).create_tracker("1Z", None)
    assert easypost.asked[0][3] == {"tracker": {"tracking_code": "1Z"}}


@pytest.mark.parametrize(("base", "path"), [("", "/v2"), ("/", "/v2"), ("/v2", "/v2"), ("/else/", "/else")])
def test_a_tracker_is_asked_for_at_the_given_address(base: str, path: str) -> None:
    with StandIn(200, TRACKER) as easypost:
        EasyPostClient(KEY, easypost.address + base).retrieve_tracker("trk_1")
    assert easypost.asked[0][:2] == ("GET", f"{path}/trackers/trk_1")


def test_an_odd_id_stays_one_part_of_the_path() -> None:
    with StandIn(200, TRACKER) as easypost:
        EasyPostClient(KEY, easypost.address).retrieve_tracker("../users?x=1")
    assert easypost.asked[0][1] == "/v2/trackers/..%2Fusers%3Fx%3D1"


@pytest.mark.parametrize(
    ("status", "body", "retryable", "message"),
    [
        (404, MISSING, False, "EasyPost answered 404: The tracker could not be found."),
        (401, b'{"error": {"message": "Bad key"}}', False, "EasyPost answered 401: Bad key"),
        (422, b'{"error": {"message": ["a", {"b": "c\\u0000"}]}}', False, "EasyPost answered 422"),
        (418, b'{"error": {}}', False, "EasyPost answered 418"),
        (400, b'{"oops": "secret stuff"}', False, "EasyPost answered 400"),
        (408, b'{"error": {}}', True, "EasyPost answered 408"),
        (429, b'{"error": {"message": "Slow down"}}', True, "EasyPost answered 429: Slow down"),
        (500, b'{"error": {"message": "Sorry"}}', True, "EasyPost answered 500: Sorry"),
        (503, b'{"status": "down"}', True, "EasyPost answered 503"),
        (502, b"<html>Bad gateway</html>", True, "EasyPost answered 502"),
        (404, b'{"error": "gone"}', False, "EasyPost answered 404"),
        (403, b"<html>Go away</html>", False, "EasyPost answered 403"),
        (304, b"", False, "EasyPost answered 304"),
        (200, b"<html>Welcome</html>", True, "EasyPost gave an answer that cannot be read"),
        (200, b"", True, "EasyPost gave an answer that cannot be read"),
        (200, b"[]", True, "EasyPost gave an answer that cannot be read"),
        (200, b'{"object": "Batch"}', False, "EasyPost answered with something other than a tracker"),
        (200, b"[" * 100_000, True, "EasyPost gave an answer that cannot be read"),
    ],
)
def test_a_refusal_says_whether_to_try_again(status: int, body: bytes, retryable: bool, message: str) -> None:
    with StandIn(status, body) as easypost, pytest.raises(CarrierError) as refused:
        EasyPostClient(KEY, easypost.address).retrieve_tracker("trk_1")
    assert (refused.value.retryable, refused.value.message) == (retryable, message)
    assert len(easypost.asked) == 1


def test_silence_may_be_asked_again() -> None:
    with StandIn(200, TRACKER, delay=3) as easypost, pytest.raises(CarrierError, match="in time") as refused:
        EasyPostClient(KEY, easypost.address, timeout=1).retrieve_tracker("trk_1")
    assert refused.value.retryable


def test_an_address_where_nobody_listens_may_be_asked_again() -> None:
    with StandIn() as gone:
        address = gone.address
    with pytest.raises(CarrierError, match="could not be reached") as refused:
        EasyPostClient(KEY, address).create_tracker("1Z", "UPS")
    assert refused.value.retryable
    assert KEY not in str(refused.value)
