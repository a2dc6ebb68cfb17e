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
from portal.shopper.preferences.offers import Group, Offer, address_of, offers
from portal.shopper.preferences.reading import said
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
    """Write down what was changed on the page. Boxes that were not shown, or not touched, stay as they are."""
    here = visit.by_token(token)
    if too_often := throttled(here.merchant, "preferences", token, here.voice.locale):
        return too_often
    with transaction():
        for offer in offers(here.merchant, here.order):
            ticked = names_sent("on", offer)
            shown = dict.fromkeys(names_sent("was_off", offer), False)
            shown |= dict.fromkeys(names_sent("was_on", offer), True)
            for group in offer.groups:
                for what, on in said(group, shown, ticked):
                    keep(here, offer, label(group, what, here.voice), what, on=on)
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


def names_sent(field: str, offer: Offer) -> set[str]:
    """The groups and kinds that a field of the form names for a channel."""
    channels_and_names = (value.partition(".") for value in request.form.getlist(field))
    return {name for channel, _, name in channels_and_names if channel == offer.channel}


def keep(here: Visit, offer: Offer, asked: str, what: str, *, on: bool) -> None:
    """One choice from the page. Who asks for messages by phone has taken an earlier STOP back."""
    text = f"{title(offer, here.voice)}: {asked}"
    choice = Choice(offer.channel, what, on, "page", text, here.voice.locale)
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
            "value": f"{offer.channel}.{group.name}",
            "label": speaker.gettext(words.GROUPS[group.name][0]),
            "detail": speaker.gettext(words.GROUPS[group.name][1]),
            "on": group.on,
            "mixed": group.mixed,
            "kinds": [
                {"value": f"{offer.channel}.{kind}", "label": speaker.gettext(words.KINDS[kind]), "on": on}
                for kind, on in group.kinds.items()
            ],
        }
        for group in offer.groups
    ]
    note = words.ASKED if offer.is_asked_for else words.ALWAYS
    return {"title": title(offer, speaker), "note": speaker.gettext(note), "groups": groups}


def label(group: Group, what: str, speaker: Voice) -> str:
    """A group as the page names it, or a kind of it."""
    named = speaker.gettext(words.GROUPS[group.name][0])
    return named if what == group.name else f"{named}: {speaker.gettext(words.KINDS[what])}"


def title(offer: Offer, speaker: Voice) -> str:
    known = words.CHANNELS.get(offer.channel)
    address = news.masked(offer.address)
    if known:
        return speaker.gettext(known, address=address)
    return speaker.gettext(words.OTHER_CHANNEL, channel=offer.channel, address=address)
