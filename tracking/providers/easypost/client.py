"""Asking EasyPost: for trackers, and for whatever else it makes."""

import json
from http import HTTPStatus
from urllib.parse import quote, urlsplit

from tracking.providers import CarrierError
from tracking.providers.fields import Json, branch, text

_WORTH_ANOTHER_TRY = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})


class EasyPostClient:
    """One merchant's access to EasyPost, through its official library.

    `api_base` names another address that speaks EasyPost's API; where it has no path, `/v2` is meant.
    `timeout` is in seconds, for connecting and for each read. Calls raise `CarrierError` and nothing else.
    """

    def __init__(self, api_key: str, api_base: str | None = None, timeout: int = 10) -> None:
        # The library takes half a second to import, and only those who call EasyPost should wait for it.
        from easypost.easypost_client import EasyPostClient as Library
        from requests.adapters import HTTPAdapter

        base = (api_base or "https://api.easypost.com").rstrip("/")
        if not urlsplit(base).path:
            base += "/v2"
        self._library = Library(api_key, api_base=base, timeout=timeout)
        # It would try three times within one call; when to try again is the job's to decide.
        self._library._requests_session.mount(base, HTTPAdapter(max_retries=0))

    def create_tracker(self, number: str, carrier: str | None) -> Json:
        """Have EasyPost follow a parcel; returns its Tracker, the one that exists where the number is followed."""
        tracker = {"tracking_code": number} | ({"carrier": carrier} if carrier else {})
        return self.ask("post", "/trackers", {"tracker": tracker}, expects="Tracker")

    def retrieve_tracker(self, tracker_id: str) -> Json:
        """What EasyPost knows of a tracker now: its Tracker as it came, for `parse_tracker`."""
        return self.ask("get", f"/trackers/{quote(tracker_id, safe='')}", {}, expects="Tracker")

    def ask(self, method: str, path: str, params: dict[str, object], *, expects: str) -> Json:
        """One call: the JSON object that came back, which has to be of the kind `expects`."""
        from easypost.errors.api.api_error import ApiError
        from easypost.errors.api.timeout_error import TimeoutError
        from easypost.requestor import RequestMethod, Requestor

        requestor = Requestor(self._library)  # type: ignore[no-untyped-call]
        try:
            body, status = requestor.request_raw(RequestMethod(method), path, params)
        except TimeoutError as exc:
            raise CarrierError("EasyPost did not answer in time", retryable=True) from exc
        except ApiError as exc:
            raise CarrierError("EasyPost could not be reached", retryable=True) from exc
        return _read(status, body, expects)


def _read(status: int, body: str, expects: str) -> Json:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        answer = None
    if not 200 <= status < 300:
        retryable = status >= 500 or status in _WORTH_ANOTHER_TRY
        raise CarrierError(f"EasyPost answered {status}{_reason(answer)}", retryable=retryable, status=status)
    if not isinstance(answer, dict):
        raise CarrierError("EasyPost gave an answer that cannot be read", retryable=True)
    if answer.get("object") != expects:
        kind = expects.lower()
        raise CarrierError(f"EasyPost answered with something other than a {kind}", retryable=False)
    return answer


def _reason(answer: object) -> str:
    """EasyPost's own sentence, for the merchant to read; the rest of the answer may hold anything."""
    error = branch(answer, "error") if isinstance(answer, dict) else {}
    said = text(error.get("message"), 200)
    return f": {said}" if said else ""
