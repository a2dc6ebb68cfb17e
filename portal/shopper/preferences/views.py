"""`/t/{token}/preferences`: what a shopper is told of; `/u/{token}`: one click to be told less (RFC 8058)."""

from typing import Any

from flask import Blueprint, Response, abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from commerce.database import transaction
from notifications import channels, news, preferences, unsubscribing
from notifications.preferences import Choice
from notifications.unsubscribing import Subscription
from portal.shopper import visit
from portal.shopper.preferences import words
from portal.shopper.preferences.offers import Offer, address_of, offers
from portal.shopper.visit import Visit
from portal.shopper.voice import Voice
from portal.shopper.writing import language_kept, throttled

blueprint = Blueprint("preferences", __name__)


@blueprint.get("/t/<token>/preferences")
def look(token: str) -> Response:
    """What is on and what is off."""
    here = visit.by_token(token)
    boxes = [box(offer, here.voice) for offer in offers(here.merchant, here.order)]
    return visit.answer(here, "preferences.html", boxes=boxes, saved="saved" in request.args)


@blueprint.post("/t/<token>/preferences")
def save(token: str) -> AnyResponse:
    """Write down what was changed. Boxes that were not shown stay as they are."""
    here = visit.by_token(token)
    if too_often := throttled(here.merchant, "preferences", token, here.voice.locale):
        return too_often
    on, shown = set(request.form.getlist("on")), set(request.form.getlist("shown"))
    with transaction():
        for offer in offers(here.merchant, here.order):
            for group in offer.groups:
                if (name := f"{offer.channel}.{group}") in shown:
                    keep(here, offer, group, on=name in on)
    kept = language_kept()
    return redirect(f"/t/{token}/preferences{kept}{'&' if kept else '?'}saved=1", 303)


@blueprint.get("/u/<token>")
def ask(token: str) -> Response:
    """A question and nothing more: mail programs open links to look at them."""
    subscription, here = subscribed(token)
    group = here.voice.gettext(words.GROUPS[subscription.group][0])
    return visit.answer(here, "unsubscribe.html", group=group, done=False)


@blueprint.post("/u/<token>")
def unsubscribe(token: str) -> Response:
    """Switch the group off; once more changes nothing."""
    subscription, here = subscribed(token)
    group = here.voice.gettext(words.GROUPS[subscription.group][0])
    way = channels.channel(subscription.channel)
    if way and (address := address_of(here.order, way)):
        choice = Choice(
            subscription.channel, subscription.group, False, "one_click", group, here.voice.locale
        )
        preferences.choose(here.merchant.id, address, choice, here.order.id)
    return visit.answer(here, "unsubscribe.html", group=group, done=True)


def keep(here: Visit, offer: Offer, group: str, *, on: bool) -> None:
    """One box as it was sent. Who asks for messages by phone has taken an earlier STOP back."""
    if on == offer.groups[group]:
        return
    text = f"{title(offer, here.voice)}: {here.voice.gettext(words.GROUPS[group][0])}"
    choice = Choice(offer.channel, group, on, "page", text, here.voice.locale)
    preferences.choose(here.merchant.id, offer.address, choice, here.order.id)
    if on and offer.is_asked_for:
        news.unsuppress(here.merchant.id, offer.channel, offer.address)


def subscribed(token: str) -> tuple[Subscription, Visit]:
    """What a signed address is about; 404 for any other, or where the order is gone."""
    subscription = unsubscribing.read(token) or abort(404)
    return subscription, visit.by_order(subscription.merchant_id, subscription.order_id)


def box(offer: Offer, speaker: Voice) -> dict[str, Any]:
    """A channel as the page shows it."""
    groups = [
        {
            "value": f"{offer.channel}.{group}",
            "label": speaker.gettext(words.GROUPS[group][0]),
            "detail": speaker.gettext(words.GROUPS[group][1]),
            "on": on,
        }
        for group, on in offer.groups.items()
    ]
    note = words.ASKED if offer.is_asked_for else words.ALWAYS
    return {"title": title(offer, speaker), "note": speaker.gettext(note), "groups": groups}


def title(offer: Offer, speaker: Voice) -> str:
    known = words.CHANNELS.get(offer.channel)
    address = news.masked(offer.address)
    if known:
        return speaker.gettext(known, address=address)
    return speaker.gettext(words.OTHER_CHANNEL, channel=offer.channel, address=address)
