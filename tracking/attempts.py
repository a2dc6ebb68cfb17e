"""Did a courier stand at the door in vain?"""

import re

from tracking.statuses import ATTEMPTED_DETAILS, Status

_PERSON = "(?:customer|recipient|receiver|addressee|consignee|resident)"
_IN_VAIN = re.compile(
    "|".join(
        (
            r"\battempted\b",
            r"\b(?:delivery|failed|missed|unsuccessful|first|second|third|final) (?:delivery )?attempt\b",
            r"\bmissed (?:delivery|you)\b",
            r"\b(?:notice|card) (?:was )?left\b",
            r"\bleft (?:a )?(?:notice|card)\b",
            rf"\b{_PERSON} carded\b",
            r"\b(?:no ?body|no one|not) (?:was )?(?:at )?home\b",
            rf"\b{_PERSON} (?:is |was )?(?:not (?:available|home|in|present)|unavailable|absent)\b",
            r"\bbusiness (?:is |was )?closed\b",
            r"\b(?:unable to|could not|couldn't|cannot) (?:be )?deliver",
            r"\bdelivery (?:was )?(?:unsuccessful|failed|not (?:made|possible|completed))\b",
        )
    ),
    re.IGNORECASE,
)
_YET_TO_COME = re.compile(
    r"\b(?:will|to|scheduled|planned|next|before|for) (?:be |a |the |second |third |final |delivery )*attempt\w*"
    r"|\battempt(?:ed)? (?:is |was |has been )?(?:scheduled|planned|successful)",
    re.IGNORECASE,
)
_SILENT = frozenset({Status.DELIVERED, Status.PRE_TRANSIT, Status.CANCELLED, Status.ERROR})


def is_failed_attempt(status: Status, detail: str | None, message: str) -> bool:
    """Say whether a scan tells of a delivery tried and not made.

    The detail decides where it can; carriers often give none and say it in English only ("Notice Left").
    """
    if status in _SILENT:
        return False
    if detail in ATTEMPTED_DETAILS:
        return True
    return bool(_IN_VAIN.search(message) and _IN_VAIN.search(_YET_TO_COME.sub("", message)))
