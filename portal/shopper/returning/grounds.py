"""What stands for or against a return, as a page says it: in its language, days written as its other days are."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from portal.shopper.voice import Voice
from returns.policy.messages import BUILT_IN, Texts, pick
from returns.policy.verdict import Reason


class Ground(NamedTuple):
    """A reason as a page says it, and the rule it comes from, if any."""

    said: str
    rule: str | None


def grounds(
    voice: Voice, reasons: Iterable[Reason | Mapping[str, Any]], facts: Mapping[str, Any]
) -> list[Ground]:
    """Reasons as they were judged, or as they were kept in the form of `Reason.as_json`; `facts` are their line's."""
    told = [one.as_json() if isinstance(one, Reason) else one for one in reasons]
    asked_on = facts.get("return.requested_on")
    return [
        Ground(said(voice, one, date.fromisoformat(asked_on) if asked_on else None), one.get("rule"))
        for one in told
    ]


def said(voice: Voice, reason: Mapping[str, Any], asked_on: date | None) -> str:
    """A reason that is ours in the reader's language; the shop's own words stay as they were written."""
    texts, params = ours(reason), reason.get("params", {})
    until = last_day(params, asked_on)
    if texts is None or (until is None and "days_left" in params):
        return str(reason["message"])
    day = {"return_by": voice.date(until)} if until else {}
    return pick(texts, (voice.locale,)).format(**params | day)


def last_day(params: Mapping[str, Any], asked_on: date | None) -> date | None:
    """The last day of the window that a reason tells of."""
    if "return_by" in params:
        return date.fromisoformat(params["return_by"])
    return asked_on + timedelta(days=params["days_left"]) if asked_on and "days_left" in params else None


def ours(reason: Mapping[str, Any]) -> Texts | None:
    """What we say of a reason in each language; None where a rule has words of its own."""
    never_began = reason["code"] == "window_closed" and "return_by" not in reason.get("params", {})
    texts = BUILT_IN.get("window_not_started" if never_began else reason["code"])
    if texts and (reason.get("rule") is None or reason["message"] in texts.values()):
        return texts
    return None
