"""Messages in the shop's own words: written beside a real order, tried, and sent to oneself."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, request
from markupsafe import Markup, escape
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from commerce.database import db
from commerce.errors import AppError, Invalid, NotFound
from commerce.models import Order
from notifications import channels, overrides, trying
from notifications.composing import MAIL, Wording
from notifications.kinds import KINDS
from notifications.letters import SPOKEN
from notifications.override_checks import names
from portal.console import message_form, saving
from portal.console.blueprint import blueprint
from portal.console.gate import HEADERS, visit
from portal.console.lists import asked
from portal.console.messages import SECTION
from portal.console.page import back, page, speaks
from portal.console.saving import Faults, Told
from portal.languages import _l

FRAMING = HEADERS["Content-Security-Policy"] + "; frame-src 'self'"
MAILED = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'; "
    "sandbox allow-same-origin"
)
"""What a mail in a frame may do: look as it looks, and nothing else."""
Place = tuple[str, str, str]


@blueprint.get("/messages/words")
def notice_words() -> Response:
    """Which messages have words of the shop's own, on one channel."""
    channel = asked("channel") if asked("channel") in channels.names() else MAIL
    return page(
        "message_words.html",
        kinds=tuple(KINDS),
        channel=channel,
        channels=channels.names(),
        locales=locales(),
        own=lambda kind, locale: message_form.own_words(stored(), kind, channel, locale),
    )


def locales() -> list[str]:
    """The shop's languages, those that messages are written in."""
    return [locale for locale in visit().merchant.config["locales"] if locale in SPOKEN] or [SPOKEN[0]]


def stored() -> Mapping[str, Any]:
    block: Mapping[str, Any] = visit().merchant.config.get(SECTION) or {}
    return block


def placed(kind: str, channel: str, locale: str) -> Place:
    """The place of a message's words; `NotFound` for one that there is not."""
    if kind not in KINDS or channel not in channels.names() or locale not in SPOKEN:
        raise NotFound("there is no such message")
    return kind, channel, locale


@blueprint.get("/messages/words/<kind>/<channel>/<locale>")
def notice_word(kind: str, channel: str, locale: str) -> Response:
    """The form of one message, beside what it says of an order."""
    place, block = placed(kind, channel, locale), saving.stands(SECTION)
    return shown(200, place, message_form.own_words(block or {}, *place), saving.mark(block))


def shown(
    status: int,
    place: Place,
    told: Mapping[str, str],
    mark: str,
    faults: Faults | None = None,
    differences: Sequence[Told] = (),
) -> Response:
    kind, channel, locale = place
    answer = page(
        "message_word.html",
        status,
        kind=kind,
        channel=channel,
        spoken=locale,
        told=told,
        mark=mark,
        faults=faults or Faults(),
        differences=differences,
        is_mail=channel == MAIL,
        parts=overrides.PARTS if channel == MAIL else ("text",),
        most=overrides.MOST_SOURCE,
        order=order_asked(),
        values=values(),
    )
    answer.headers["Content-Security-Policy"] = FRAMING
    return answer


def order_asked() -> str:
    """The order whose facts fill the preview: the one that was told, else the newest."""
    told = request.values.get("order", "").strip()[:200]
    newest = select(Order.number).where(Order.merchant_id == visit().merchant.id)
    return told or db.session.scalar(newest.order_by(Order.placed_at.desc()).limit(1)) or ""


def values() -> list[str]:
    """What templates may name."""
    return [
        f"{group}.{name}" if name else group
        for group, held in names().items()
        for name in (held if isinstance(held, Mapping) else ("",))
    ]


@blueprint.post("/messages/words/<kind>/<channel>/<locale>")
def save_notice_word(kind: str, channel: str, locale: str) -> AnyResponse:
    """Save the words, or mail the message to whoever asks, as `do` says."""
    place, told = placed(kind, channel, locale), message_form.words(request.form)
    seen = request.form.get("mark", "")
    if request.form.get("do") == "test":
        return tested(place, told, seen)
    wanted = message_form.with_words(saving.stands(SECTION) or {}, place, told)
    if refused := saving.refused(SECTION, wanted, seen, "words_set"):
        faults = refused.faults.below("templates/" + "/".join(place) + "/")
        return shown(refused.status, place, told, refused.mark, faults, refused.differences)
    said = _l("Your words are saved.") if told else _l("The message is in our words again.")
    return back("notice_word", said, kind=kind, channel=channel, locale=locale, order=order_asked())


def tested(place: Place, told: dict[str, str], seen: str) -> AnyResponse:
    """Have what the form says mailed to oneself; the form stays as it is."""
    kind, _, locale = place
    me, merchant, number = visit().staff, visit().merchant, order_asked()
    wanted = {"kind": kind, "channel": MAIL, "number": number, "locale": locale, "templates": told}
    try:
        trying.preview(merchant, kind, MAIL, number, locale, told)
        trying.send_test(merchant, me.email, wanted)
    except AppError as refused:
        return shown(422, place, told, seen, faults=refusal(refused))
    return shown(200, place, told, seen, faults=Faults({"sent": me.email}))


def refusal(refused: AppError) -> Faults:
    """What is wrong, at the part that it concerns."""
    if isinstance(refused, Invalid):
        return Faults({one["pointer"].removeprefix("/templates/"): one["message"] for one in refused.errors})
    if isinstance(refused, trying.NoMail):
        return Faults({"": _l("This installation sends no mail yet.")})
    return Faults({"": _l("There is no order with this number.")})


@blueprint.post("/messages/words/preview")
def preview_notice_word() -> Response:
    """What the message would say of the order, for a frame."""
    form = request.form
    place = placed(form.get("kind", ""), form.get("channel", ""), form.get("locale", ""))
    kind, channel, locale = place
    say = speaks(visit()).gettext
    try:
        wording = trying.preview(
            visit().merchant, kind, channel, order_asked(), locale, message_form.words(form)
        )
        html = as_page(wording, say(_l("Subject")))
    except AppError as refused:
        said = "".join(
            Markup("<p>{} {}</p>").format(part, say(fault)) for part, fault in refusal(refused).items()
        )
        html = Markup('<!doctype html><html lang="en"><title>-</title><body>') + Markup(said)  # noqa: S704 - escaped above
    return Response(
        html, headers={"Content-Security-Policy": MAILED}, content_type="text/html; charset=utf-8"
    )


BODY = re.compile(r"<body[^>]*>", re.IGNORECASE)
HEAD = (
    'style="font:14px/1.5 system-ui,sans-serif;margin:0;padding:12px 16px;color:#000;background:#fff;'
    'border-bottom:1px solid #ccc"'
)
BUBBLE = (
    'style="font:16px/1.5 system-ui,sans-serif;margin:16px;padding:12px 16px;border-radius:16px;background:#e6f0f5;'
    'color:#1b1f23;white-space:pre-wrap;overflow-wrap:anywhere"'
)


def as_page(wording: Wording, subject: str) -> str:
    """A mail with its subject above it, or a text message in its bubble."""
    if wording.html is None:
        return (
            f"<!doctype html><meta charset=utf-8><title>-</title><body><p {BUBBLE}>{escape(wording.text)}</p>"
        )
    line = f"<p {HEAD}><b>{escape(subject)}:</b> {escape(wording.subject or '')}</p>"
    opening = BODY.search(wording.html)
    if opening is None:
        return line + wording.html
    return wording.html[: opening.end()] + line + wording.html[opening.end() :]
