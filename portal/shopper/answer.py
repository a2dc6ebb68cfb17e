"""The answer to the shopper's question: when it will come, or what has happened to it, and what to do now."""

from dataclasses import dataclass

from portal.languages import _l
from portal.shopper.arrival import Window, arriving, cannot_say, expected, now_expected, running_late
from portal.shopper.page import Parcel, TrackingPage
from portal.shopper.situations import SETTLED, situation_of
from portal.shopper.situations import Situation as Is
from portal.shopper.voice import Voice
from portal.shopper.words import SHIPS_LATE, WORDS, Tone

DAYS_NO_LONGER_MATTER = SETTLED | {
    Is.RETURNING,
    Is.LOST,
    Is.DAMAGED,
    Is.REFUSED,
    Is.SILENT,
    Is.FAILED,
    Is.PICKUP,
    Is.PICKUP_EXPIRED,
    Is.RETURN_LABELLED,
    Is.RETURN_MOVING,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """The words at the head of a parcel; `lead` adds what the headline leaves open.

    `window` is the first and last local day of arrival, where days still matter and are known.
    """

    situation: Is
    label: str
    headline: str
    lead: str | None
    sentence: str
    step: str
    icon: str
    tone: Tone
    window: Window | None


def answer_for(parcel: Parcel, voice: Voice) -> Answer:
    """What to tell about a parcel today: lateness first, then trouble, then the day of arrival."""
    situation = situation_of(parcel)
    words = WORDS[situation]
    window = _window(parcel, situation, voice)
    late_days = _late_days(parcel.late_days, situation)
    headline, lead = _headline(parcel, situation, voice)
    return Answer(
        situation=situation,
        label=voice.gettext(words.label),
        headline=headline,
        lead=lead,
        sentence=_sentence(parcel, situation, voice),
        step=_step(parcel, situation, voice),
        icon=words.icon,
        tone="care" if words.tone == "calm" and (late_days or parcel.action_required) else words.tone,
        window=window,
    )


def answer_for_waiting(page: TrackingPage, voice: Voice) -> Answer:
    """What to tell about the units that no parcel holds yet."""
    situation = Is.ORDER_CANCELLED if page.cancelled else Is.SHIPS_LATE if page.ships_late else Is.NOT_SHIPPED
    words = WORDS[situation]
    window = None if page.cancelled else expected(page.waiting_estimate, page.today)
    late_days = _late_days(page.waiting_late_days, situation)
    headline, lead = _headline_of_waiting(page, window, late_days, voice)
    return Answer(
        situation=situation,
        label=voice.gettext(words.label),
        headline=headline,
        lead=lead,
        sentence=voice.gettext(words.sentence),
        step=voice.gettext(words.step),
        icon=words.icon,
        tone="care" if late_days else words.tone,
        window=window,
    )


def _headline(parcel: Parcel, situation: Is, voice: Voice) -> tuple[str, str | None]:
    """The headline of a parcel, and what to add below it."""
    trouble = WORDS[situation].headline
    window = _window(parcel, situation, voice)
    if late_days := _late_days(parcel.late_days, situation):
        return running_late(late_days, voice), voice.gettext(trouble) if trouble else now_expected(
            window, voice
        )
    if situation == Is.DELIVERED:
        return _delivered(parcel, voice), None
    if trouble:
        return voice.gettext(trouble), now_expected(window, voice) if window else None
    if window:
        return arriving(window, voice), None
    if situation == Is.OUT_FOR_DELIVERY:
        return voice.gettext("Out for delivery"), None
    return cannot_say(voice), None


def _headline_of_waiting(
    page: TrackingPage, window: Window | None, late_days: int, voice: Voice
) -> tuple[str, str | None]:
    if page.cancelled:
        return voice.gettext("This order was cancelled"), None
    if late_days:
        return running_late(late_days, voice), now_expected(window, voice)
    if page.ships_late:
        return voice.gettext(SHIPS_LATE), now_expected(window, voice)
    if window:
        return arriving(window, voice), None
    if page.parcels:
        return voice.gettext("We are getting the rest ready"), cannot_say(voice)
    return voice.gettext("We are getting your order ready"), cannot_say(voice)


def _window(parcel: Parcel, situation: Is, voice: Voice) -> Window | None:
    """A parcel that went out with the driver today is expected today, whatever was forecast."""
    if situation in DAYS_NO_LONGER_MATTER:
        return None
    newest = max((event.at for event in parcel.events), default=None)
    if situation == Is.OUT_FOR_DELIVERY and newest and voice.local(newest).date() == voice.today:
        return voice.today, voice.today
    return expected(parcel.estimate, voice.today)


def _late_days(days: int | None, situation: Is) -> int:
    """The days of lateness that are still news: none where nothing may yet arrive."""
    return 0 if situation in DAYS_NO_LONGER_MATTER else max(days or 0, 0)


def _delivered(parcel: Parcel, voice: Voice) -> str:
    if parcel.delivered_at is None:
        return voice.gettext("Delivered")
    return voice.gettext("Delivered %(when)s", when=voice.day(voice.local(parcel.delivered_at).date()))


def _sentence(parcel: Parcel, situation: Is, voice: Voice) -> str:
    carrier = parcel.carrier_name or voice.gettext("the carrier")
    if situation == Is.DELIVERED and parcel.delivered_at:
        time = voice.clock(parcel.delivered_at)
        if parcel.delivered_place:
            told = _l("The delivery was recorded by %(carrier)s at %(time)s. Place: %(place)s.")
            return voice.gettext(told, carrier=carrier, time=time, place=parcel.delivered_place)
        return voice.gettext(
            "The delivery was recorded by %(carrier)s at %(time)s.", carrier=carrier, time=time
        )
    if situation == Is.PICKUP and (place := _newest_place(parcel)):
        return voice.gettext("It is waiting for you here: %(place)s.", place=place)
    return voice.gettext(WORDS[situation].sentence, carrier=carrier)


def _step(parcel: Parcel, situation: Is, voice: Voice) -> str:
    """The situation's own next step, unless whose turn it is says more."""
    words = WORDS[situation]
    if parcel.action_required == "merchant" and situation not in SETTLED:
        return voice.gettext("We are sorting this out with the carrier. There is nothing you need to do.")
    if parcel.action_required == "shopper" and words.tone == "calm" and situation != Is.PICKUP:
        return voice.gettext(
            "The carrier needs something from you. Open its page to see what, or contact us."
        )
    if _late_days(parcel.late_days, situation) and words.tone == "calm":
        return voice.gettext(
            "There is nothing you need to do. If it doesn’t come soon or you can’t wait, contact us."
        )
    return voice.gettext(words.step)


def _newest_place(parcel: Parcel) -> str | None:
    newest_first = sorted(parcel.events, key=lambda event: event.at, reverse=True)
    return next((event.place for event in newest_first if event.place), None)
