"""Our own small pictures: 24 × 24 units, drawn with one stroke, the insides of an `svg` element."""

from markupsafe import Markup


def _lines(*paths: str) -> Markup:
    return Markup("").join(Markup('<path d="{}"/>').format(path) for path in paths)


_BOX = "M4 8l8-4 8 4v8l-8 4-8-4z"
_PIN = "M12 21c4-4.6 6-8 6-11a6 6 0 0 0-12 0c0 3 2 6.4 6 11z"
_ROUND = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z"
_TRIANGLE = "M12 4l9 16H3z"
_WHEELS = "M7 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM17 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4z"
_HOUSE = "M4 11l8-7 8 7v9H4z"

ICONS = {
    "address": _lines(_PIN, "M10.5 8.5a1.6 1.6 0 1 1 2 1.6q-.5.3-.5 1.2", "M12 13.5v.1"),
    "alert": _lines(_TRIANGLE, "M12 10v4", "M12 17v.1"),
    "back": _lines("M9 5L4 10l5 5", "M4 10h10a5 5 0 0 1 0 10h-3"),
    "bag": _lines("M5 8h14l1 12H4z", "M9 11V7a3 3 0 0 1 6 0v4"),
    "box": _lines(_BOX, "M4 8l8 4 8-4", "M12 12v8"),
    "broken": _lines(_BOX, "M12 4l-2 5 4 3-3 4 1 4"),
    "building": _lines("M4 20V9l8-5 8 5v11z", "M8 20v-7h8v7", "M8 16.5h8"),
    "check": _lines(_ROUND, "M8 12.5l3 3 5-6"),
    "clock": _lines(_ROUND, "M12 7v5l3.5 2"),
    "cloud": _lines(
        "M7 15a4 4 0 1 1 1-7.9A5 5 0 0 1 17.5 8.5 3.3 3.3 0 0 1 17 15z", "M9 18l-1 2M13 18l-1 2M17 18l-1 2"
    ),
    "copy": _lines("M9 9h11v11H9z", "M5 15H4V4h11v1"),
    "cross": _lines(_ROUND, "M9 9l6 6M15 9l-6 6"),
    "detour": _lines("M12 21v-6a4 4 0 0 0-4-4H4", "M7 8l-3 3 3 3", "M12 15a4 4 0 0 1 4-4V4", "M13 7l3-3 3 3"),
    "door": _lines("M6 21V4h12v17", "M3 21h18", "M14.5 12v1"),
    "form": _lines("M6 3h9l3 3v15H6z", "M9 10h6M9 14h6M9 18h3"),
    "hand": _lines(_ROUND, "M6 6l12 12"),
    "label": _lines("M4 4h8l8 8-8 8-8-8z", "M8.5 8.5v.1"),
    "link": _lines("M10 5H5v14h14v-5", "M14 4h6v6", "M20 4l-9 9"),
    "pause": _lines(_ROUND, "M10 9v6M14 9v6"),
    "pin": _lines(_PIN, "M12 8a2 2 0 1 0 0 4 2 2 0 0 0 0-4z"),
    "question": _lines(_ROUND, "M9.5 9.5a2.5 2.5 0 1 1 3.5 2.3q-1 .5-1 1.7", "M12 16.5v.1"),
    "search": _lines("M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z", "M15.5 15.5L20 20"),
    "store": _lines(
        "M4 9l2-5h12l2 5v1a2.7 2.7 0 0 1-5.3 0 2.7 2.7 0 0 1-5.4 0A2.7 2.7 0 0 1 4 10z", "M5.5 13v7h13v-7"
    ),
    "swap": _lines("M4 8h14", "M15 5l3 3-3 3", "M20 16H6", "M9 13l-3 3 3 3"),
    "truck": _lines("M5 17H3V6h11v11H9", "M14 10h4l3 3v4h-2", "M14 17h1", _WHEELS),
    "unplugged": _lines(
        "M3 3l18 18",
        "M5 12.5a10 10 0 0 1 4-2.3M12.5 9.6a10 10 0 0 1 6.5 2.9",
        "M8.5 16a5 5 0 0 1 5.5-1",
        "M12 19v.1",
    ),
    "house": _lines(_HOUSE, "M9 20v-6h6v6"),
}
