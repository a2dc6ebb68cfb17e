"""The forms of messages: from what the file's `notifications:` says to their fields, and back."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from notifications.kinds import KINDS
from notifications.overrides import PARTS
from notifications.rules_schema import NotificationsSchema
from portal.console.brand_form import whole

Block = Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """One setting: its path in the block, and how it is typed: `whole`, `percent`, `flag`, `email` or `url`."""

    path: str
    widget: str

    @property
    def id(self) -> str:
        return self.path.replace(".", "-")


DELAYS = (
    Field("delay.threshold", "percent"),
    Field("delay.slip_days", "whole"),
    Field("delay.not_shipped_after_days", "whole"),
    Field("delay.not_moving_after_days", "whole"),
    Field("delay.tell_recovery", "flag"),
)
REST = (
    Field("daily_cap", "whole"),
    Field("digest_minutes", "whole"),
    Field("feedback_request.after_days", "whole"),
    Field("review_request.after_days", "whole"),
    Field("review_request.url", "url"),
)
SENDER = (Field("from", "email"), Field("reply_to", "email"))


def get(block: Block, path: str) -> Any:
    """The value under a dotted path, None where there is none."""
    outer, _, inner = path.partition(".")
    found = block.get(outer)
    return (found or {}).get(inner) if inner else found


def filled(block: Block) -> dict[str, Any]:
    """The block with what holds where it says nothing."""
    schema = NotificationsSchema()
    complete: dict[str, Any] = schema.dump(schema.load({}))
    nested = {name: complete[name] | (block.get(name) or {}) for name in NESTED}
    return {**complete, **block, **nested}


NESTED = ("delay", "feedback_request", "review_request")


def shown(field: Field, block: Block) -> str:
    """A setting as its field shows it; `block` is a filled one."""
    value = get(block, field.path)
    if value is None:
        return ""
    is_share = field.widget == "percent" and isinstance(value, float | int)
    return f"{value * 100:g}" if is_share else str(value)


def channels_of(block: Block) -> dict[str, tuple[str, ...]]:
    """Where each kind is told."""
    chosen = block.get("kinds") or {}
    return {
        name: tuple(chosen[name]["channels"]) if name in chosen else kind.channels
        for name, kind in KINDS.items()
    }


def read(form: Any, stored: Block) -> dict[str, Any]:
    """The block that a form asks for; what is as it would be anyway stays left out, templates stay as they are."""
    wanted = {name: deepcopy(value) for name, value in stored.items()}
    defaults = filled({})
    for field in (*DELAYS, *REST, *SENDER):
        put(wanted, field.path, typed(field, form), get(defaults, field.path))
    quiet = None
    if form.get("quiet") == "yes":
        quiet = {"from": form.get("quiet-from", ""), "to": form.get("quiet-to", "")}
    put(wanted, "quiet_hours", quiet, defaults["quiet_hours"])
    kinds = dict(stored.get("kinds") or {})
    for name, kind in KINDS.items():
        ticked = form.getlist(f"kind:{name}")
        if name in kinds or set(ticked) != set(kind.channels):
            kinds[name] = {"channels": in_old_order(ticked, (kinds.get(name) or {}).get("channels", ()))}
    put(wanted, "kinds", kinds, {})
    return wanted


def in_old_order(ticked: list[str], before: list[str]) -> list[str]:
    """The channels with those that stood there before in their order."""
    return [*(one for one in before if one in ticked), *(one for one in ticked if one not in before)]


def put(block: dict[str, Any], path: str, value: Any, default: Any) -> None:
    """Set a value, unless the block says nothing of it and it is the default."""
    outer, _, inner = path.partition(".")
    if get(block, path) is None and (inner or outer not in block) and value == default:
        return
    if inner:
        block[outer] = {**(block.get(outer) or {}), inner: value}
    else:
        block[outer] = value


def typed(field: Field, form: Mapping[str, str]) -> Any:
    """What was typed; what can't be read stays text, to be refused."""
    told = form.get(field.id, "").strip()
    if field.widget == "flag":
        return told == "yes"
    if field.widget == "percent":
        return share(told)
    return whole(told) if field.widget == "whole" else told or None


def share(told: str) -> float | str:
    """A percentage as a part of one."""
    try:
        return round(float(told.replace(",", ".")) / 100, 4)
    except ValueError:
        return told


def words(form: Mapping[str, str]) -> dict[str, str]:
    """The templates that a form tells of; an empty one is none."""
    told = {part: form.get(part, "").replace("\r\n", "\n").strip() for part in PARTS}
    return {part: source for part, source in told.items() if source}


def own_words(block: Block, kind: str, channel: str, locale: str) -> dict[str, str]:
    """The shop's own templates of a message."""
    found: dict[str, str] = ((block.get("templates") or {}).get(kind) or {}).get(channel, {}).get(
        locale
    ) or {}
    return found


def with_words(block: Block, place: tuple[str, str, str], told: Mapping[str, str]) -> dict[str, Any]:
    """The block with templates put at kind, channel and locale; without any the place is cleared."""
    wanted = deepcopy(dict(block))
    kind, channel, locale = place
    templates = wanted.setdefault("templates", {}) or {}
    by_locale = templates.setdefault(kind, {}).setdefault(channel, {})
    by_locale.pop(locale, None)
    if told:
        by_locale[locale] = dict(told)
    wanted["templates"] = {
        one: kept
        for one, by_channel in templates.items()
        if (kept := {name: said for name, said in by_channel.items() if said})
    }
    if not wanted["templates"]:
        wanted.pop("templates")
    return wanted
