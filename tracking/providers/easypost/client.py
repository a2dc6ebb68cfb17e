"""Asking EasyPost for trackers."""

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from tracking.providers import CarrierError
from tracking.providers.easypost.parse import TrackerReport, parse_tracker
from tracking.providers.fields import text

if TYPE_CHECKING:
    from easypost.errors.api.api_error import ApiError

_UNREADABLE = "EasyPost gave an answer that cannot be read"
_SILENCES = {"TimeoutError": "EasyPost did not answer in time", "HttpError": "EasyPost could not be reached"}
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

        self._library = Library(api_key, timeout=timeout)
        if api_base is not None:
            bare = api_base.rstrip("/")
            self._library.api_base = bare if urlsplit(bare).path else f"{bare}/v2"
        # It would try three times within one call; when to try again is the job's to decide.
        for scheme in ("https://", "http://"):
            self._library._requests_session.mount(scheme, HTTPAdapter(max_retries=0))

    def create_tracker(self, number: str, carrier: str | None) -> TrackerReport:
        """Have EasyPost follow a parcel; a number already followed gives the tracker that exists."""
        tracker = {"tracking_code": number} | ({"carrier": carrier} if carrier else {})
        return self._ask("post", "/trackers", {"tracker": tracker})

    def retrieve_tracker(self, tracker_id: str) -> TrackerReport:
        """Ask what EasyPost knows of a tracker now."""
        return self._ask("get", f"/trackers/{quote(tracker_id, safe='')}", {})

    def _ask(self, method: str, path: str, params: dict[str, object]) -> TrackerReport:
        from easypost.errors.api.api_error import ApiError
        from easypost.requestor import RequestMethod, Requestor

        try:
            answer = Requestor(self._library).request(RequestMethod(method), path, params)  # type: ignore[no-untyped-call]
        except ApiError as exc:
            raise _refusal(exc) from exc
        except (AttributeError, TypeError, ValueError) as exc:
            raise CarrierError(_UNREADABLE, retryable=True) from exc
        if not isinstance(answer, dict) or answer.get("object") != "Tracker":
            raise CarrierError("EasyPost answered with something other than a tracker", retryable=False)
        return parse_tracker(answer)


def _refusal(exc: "ApiError") -> CarrierError:
    """Tell what went wrong without the answer's body, which may hold anything."""
    if exc.http_status is not None:
        said = "" if type(exc).__name__ == "JsonError" else text(exc.message, 200)
        retryable = exc.http_status >= 500 or exc.http_status in _WORTH_ANOTHER_TRY
        message = f"EasyPost answered {exc.http_status}"
        return CarrierError(f"{message}: {said}" if said else message, retryable=retryable)
    return CarrierError(_SILENCES.get(type(exc).__name__, _UNREADABLE), retryable=True)
