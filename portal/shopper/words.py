"""What we say in each situation: in English here, in other languages through the catalogues.

`%(carrier)s` may stand in a sentence or step, never at its beginning: it can be the words "the carrier".
"""

from dataclasses import dataclass
from typing import Literal

from portal.languages import _l
from portal.shopper.situations import Situation as Is

Tone = Literal["calm", "good", "care", "bad"]

NOTHING_TO_DO = _l("There is nothing you need to do.")
CONTACT_US = _l("Contact us, and we will find a solution with you.")
SHIPS_LATE = _l("Your order is late to leave us")


@dataclass(frozen=True, slots=True)
class Words:
    """A short name, a sentence on what happens, the next step, the picture and the mood of one situation.

    A situation without a `headline` is answered by the day of arrival.
    """

    label: str
    sentence: str
    icon: str
    step: str = NOTHING_TO_DO
    tone: Tone = "calm"
    headline: str | None = None


WORDS: dict[Is, Words] = {
    Is.NOT_SHIPPED: Words(
        label=_l("Not shipped yet"),
        sentence=_l(
            "We are getting your items ready. The tracking details appear here once the parcel leaves us."
        ),
        step=_l("There is nothing you need to do. To change something, contact us before the parcel leaves."),
        icon="bag",
    ),
    Is.SHIPS_LATE: Words(
        label=_l("Not shipped yet"),
        headline=SHIPS_LATE,
        sentence=_l(
            "Your items should have left us by now. We are sorry. "
            "The tracking details appear here once the parcel leaves us."
        ),
        step=_l("There is nothing you need to do. If you can’t wait, contact us."),
        icon="bag",
        tone="care",
    ),
    Is.ORDER_CANCELLED: Words(
        label=_l("Cancelled"),
        headline=_l("This order was cancelled"),
        sentence=_l("Nothing more will be sent."),
        step=_l("If you didn’t expect this, contact us."),
        icon="cross",
        tone="care",
    ),
    Is.LABELLED: Words(
        label=_l("Ready to ship"),
        sentence=_l("Your parcel is packed and waiting to be handed over to %(carrier)s."),
        step=_l(
            "There is nothing you need to do. The first scan appears here once the parcel is on the road."
        ),
        icon="label",
    ),
    Is.NOT_MOVING: Words(
        label=_l("Not moving yet"),
        headline=_l("Your parcel has not set off yet"),
        sentence=_l(
            "Your parcel is packed, but it has taken longer than usual to be scanned by %(carrier)s."
        ),
        step=_l("There is nothing you need to do. If it doesn’t move for a few days, contact us."),
        icon="label",
        tone="care",
    ),
    Is.ACCEPTED: Words(
        label=_l("Shipped"),
        sentence=_l("Your parcel has started its journey with %(carrier)s."),
        icon="box",
    ),
    Is.MOVING: Words(
        label=_l("On its way"),
        sentence=_l("Your parcel is on its way to you."),
        icon="truck",
    ),
    Is.AT_FACILITY: Words(
        label=_l("At a sorting facility"),
        sentence=_l(
            "Your parcel is on its way to you. It has reached a sorting facility and will travel on from there."
        ),
        icon="building",
    ),
    Is.LEFT_FACILITY: Words(
        label=_l("Left a sorting facility"),
        sentence=_l(
            "Your parcel is on its way to you. It has left a sorting facility and is heading for the next stop."
        ),
        icon="truck",
    ),
    Is.NEAR: Words(
        label=_l("Close to you"),
        sentence=_l("Your parcel has arrived in your area and is being prepared for delivery."),
        step=_l("Think about who can take it in, or of a safe place to leave it."),
        icon="pin",
    ),
    Is.HANDED_OVER: Words(
        label=_l("With the local carrier"),
        sentence=_l("Your parcel was handed over to the local carrier that brings it to your door."),
        icon="swap",
    ),
    Is.STALLED: Words(
        label=_l("No scan for a while"),
        headline=_l("Your parcel is taking longer than usual"),
        sentence=_l(
            "We have had no scan of it from %(carrier)s for longer than is usual on this route. "
            "Most such parcels travel on by themselves."
        ),
        step=_l("There is nothing you need to do. If it doesn’t move for a few days, contact us."),
        icon="clock",
        tone="care",
    ),
    Is.MISSORTED: Words(
        label=_l("Took a wrong turn"),
        sentence=_l("Your parcel was sent the wrong way and is being put back on its route."),
        step=_l("There is nothing you need to do. If it doesn’t move for a few days, contact us."),
        icon="detour",
        tone="care",
    ),
    Is.DELAYED: Words(
        label=_l("Delayed"),
        sentence=_l("A delay was reported by %(carrier)s. Your parcel is still on its way."),
        step=_l("There is nothing you need to do. If it doesn’t move for a few days, contact us."),
        icon="clock",
        tone="care",
    ),
    Is.WEATHER: Words(
        label=_l("Delayed by the weather"),
        sentence=_l(
            "Bad weather on the route is holding your parcel up. It travels on as soon as that is safe."
        ),
        icon="cloud",
        tone="care",
    ),
    Is.HELD_UP: Words(
        label=_l("Held up on the way"),
        sentence=_l(
            "Something unexpected on the route is holding your parcel up; %(carrier)s is working on it."
        ),
        step=_l("There is nothing you need to do. If it doesn’t move for a few days, contact us."),
        icon="alert",
        tone="care",
    ),
    Is.DELIVERY_PROBLEM: Words(
        label=_l("Delivery problem"),
        headline=_l("There was a problem with the delivery"),
        sentence=_l("Your parcel could not be delivered as planned. It is still with %(carrier)s."),
        step=_l("Open the carrier’s page to see the new plan or to choose another day, or contact us."),
        icon="alert",
        tone="care",
    ),
    Is.ON_HOLD: Words(
        label=_l("On hold"),
        headline=_l("Your parcel is being held"),
        sentence=_l("It is waiting with %(carrier)s, for example for customs, a payment or an agreed day."),
        step=_l("Open the carrier’s page to see what is needed to release it, or contact us."),
        icon="pause",
        tone="care",
    ),
    Is.ADDRESS: Words(
        label=_l("Address problem"),
        headline=_l("The address needs checking"),
        sentence=_l("It can’t be delivered to the address as written and is waiting with %(carrier)s."),
        step=_l(
            "Send us your full address, with house or apartment number and a phone number, as soon as you can."
        ),
        icon="address",
        tone="care",
    ),
    Is.INFORMATION: Words(
        label=_l("Details needed"),
        headline=_l("The carrier is waiting for details"),
        sentence=_l(
            "Your parcel can’t travel on until %(carrier)s gets what is missing, for example for customs."
        ),
        step=_l(
            "Look for a message from the carrier or open its page, and answer soon, so that it isn’t sent back."
        ),
        icon="form",
        tone="care",
    ),
    Is.DAMAGED: Words(
        label=_l("Damaged"),
        headline=_l("Your parcel was damaged on the way"),
        sentence=_l(
            "Damage was reported by %(carrier)s. The parcel may still be delivered, or come back to us."
        ),
        step=_l(
            "Contact us, and we will find a solution with you. "
            "If it is delivered, photograph it before unpacking."
        ),
        icon="broken",
        tone="bad",
    ),
    Is.LOST: Words(
        label=_l("Lost"),
        headline=_l("Your parcel seems to be lost"),
        sentence=_l("It was reported lost by %(carrier)s. We are sorry."),
        step=_l("You don’t need to wait any longer. Contact us, and we will find a solution with you."),
        icon="search",
        tone="bad",
    ),
    Is.REFUSED: Words(
        label=_l("Refused"),
        headline=_l("The delivery was refused"),
        sentence=_l("The parcel was not accepted at the address. It usually comes back to us."),
        step=_l("If you still want it, contact us soon."),
        icon="hand",
        tone="bad",
    ),
    Is.SILENT: Words(
        label=_l("No news"),
        headline=_l("There has been no news for a long time"),
        sentence=_l(
            "We have had no scan of this parcel from %(carrier)s for so long that tracking has ended."
        ),
        step=_l("If it has not reached you, contact us, and we will look for it."),
        icon="search",
        tone="bad",
    ),
    Is.OUT_FOR_DELIVERY: Words(
        label=_l("Out for delivery"),
        sentence=_l("Your parcel is with the driver and on its way to your door."),
        step=_l("Make sure someone can take it in, or that there is a safe place to leave it."),
        icon="house",
    ),
    Is.ATTEMPTED: Words(
        label=_l("Delivery attempted"),
        headline=_l("The driver could not deliver your parcel"),
        sentence=_l("A delivery was tried without success. Most carriers try again on the next working day."),
        step=_l(
            "Look for a card at your door. On the carrier’s page you can often choose another day or place."
        ),
        icon="door",
        tone="care",
    ),
    Is.PICKUP: Words(
        label=_l("Ready to collect"),
        headline=_l("Your parcel is ready to collect"),
        sentence=_l("It is waiting for you at a pick-up point run by %(carrier)s."),
        step=_l("Bring photo ID and the tracking number. It is sent back if it isn’t collected in time."),
        icon="store",
    ),
    Is.PICKUP_EXPIRED: Words(
        label=_l("Not collected"),
        headline=_l("The time to collect your parcel has run out"),
        sentence=_l("It was not collected in time and is likely to be sent back to us."),
        step=_l("Contact us soon if you still want it."),
        icon="store",
        tone="bad",
    ),
    Is.DELIVERED: Words(
        label=_l("Delivered"),
        sentence=_l("The delivery was recorded by %(carrier)s."),
        step=_l(
            "Is it not there? Look around the door and ask the people you live with and your neighbours. "
            "Some carriers scan a little early. If you have not found it by tomorrow, contact us."
        ),
        icon="check",
        tone="good",
    ),
    Is.RETURNING: Words(
        label=_l("On its way back"),
        headline=_l("Your parcel is going back to the sender"),
        sentence=_l("It could not be delivered, and %(carrier)s is bringing it back to us."),
        step=CONTACT_US,
        icon="back",
        tone="bad",
    ),
    Is.FAILED: Words(
        label=_l("Not delivered"),
        headline=_l("Your parcel could not be delivered"),
        sentence=_l("The delivery failed, according to %(carrier)s."),
        step=CONTACT_US,
        icon="alert",
        tone="bad",
    ),
    Is.CANCELLED: Words(
        label=_l("Shipment cancelled"),
        headline=_l("This shipment was cancelled"),
        sentence=_l("This parcel will not be delivered."),
        step=_l("If you are still waiting for what was in it, contact us."),
        icon="cross",
        tone="care",
    ),
    Is.ERROR: Words(
        label=_l("Tracking interrupted"),
        headline=_l("We can’t read the tracking right now"),
        sentence=_l(
            "There is a problem with the tracking data from %(carrier)s. "
            "It says nothing about the parcel itself."
        ),
        step=_l("Open the carrier’s page, or check back later."),
        icon="unplugged",
        tone="care",
    ),
    Is.UNKNOWN: Words(
        label=_l("Waiting for news"),
        sentence=_l("We haven’t heard yet from %(carrier)s where your parcel is."),
        step=_l("There is nothing you need to do. Check back later."),
        icon="question",
    ),
    Is.RETURN_LABELLED: Words(
        label=_l("Return ready to send"),
        headline=_l("Your return is ready to send"),
        sentence=_l("Your return parcel has not been scanned yet by %(carrier)s."),
        step=_l("Hand the parcel over with its label or code, and keep the receipt."),
        icon="label",
    ),
    Is.RETURN_MOVING: Words(
        label=_l("Return on its way"),
        headline=_l("Your return is on its way to us"),
        sentence=_l("We’ll check it as soon as it arrives."),
        step=_l("Keep the receipt until your return is settled."),
        icon="back",
    ),
    Is.RETURN_ARRIVED: Words(
        label=_l("Return received"),
        headline=_l("Your return has arrived"),
        sentence=_l("It has come back to us and is being checked."),
        icon="check",
        tone="good",
    ),
}
