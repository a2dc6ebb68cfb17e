"""EasyPost's JSON for tests: every value made up."""

import orjson

Json = dict[str, object]


def a_detail(status: str | None, at: str | None, message: str = "Scan", **rest: object) -> Json:
    return {"object": "TrackingDetail", "status": status, "datetime": at, "message": message} | rest


def a_tracker(status: str | None, *details: Json, **rest: object) -> Json:
    return {
        "id": "trk_made_up",
        "object": "Tracker",
        "tracking_code": "1Z0000000000000001",
        "status": status,
        "updated_at": "2026-03-05T12:00:00Z",
        "carrier": "UPS",
        "tracking_details": list(details),
    } | rest


def an_event(result: object, **rest: object) -> bytes:
    event = {"id": "evt_made_up", "object": "Event", "description": "tracker.updated", "result": result}
    return orjson.dumps(event | rest)
