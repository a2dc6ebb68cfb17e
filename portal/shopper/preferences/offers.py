"""What can be chosen for an order: each channel that its shop uses, with the groups that come by it."""

from dataclasses import dataclass

from commerce.merchants import Known
from commerce.models import Order
from notifications import channels, preferences
from notifications.kinds import KINDS
from notifications.message import Channel
from notifications.phones import e164
from notifications.preferences import GROUPS, UNASKED
from notifications.rules import rules_of


@dataclass(frozen=True, slots=True)
class Offer:
    """A channel with the address it would use; `groups` are those to choose from, and which of them are on."""

    channel: str
    address: str
    groups: dict[str, bool]

    @property
    def is_asked_for(self) -> bool:
        """Whether nothing comes by this channel before it is asked for."""
        return self.channel not in UNASKED


def offers(merchant: Known, order: Order) -> list[Offer]:
    """All there is to choose; nothing where the shop knows no address."""
    found = []
    for name in channels.names():
        way = channels.channel(name)
        address = address_of(order, way) if way else None
        groups = used_groups(merchant, name)
        if way is None or address is None or not groups or not way.ready(merchant):
            continue
        said = preferences.choices(merchant.id, address, name)
        found.append(
            Offer(name, address, {group: preferences.decided(said, group, name) for group in groups})
        )
    return found


def address_of(order: Order, way: Channel) -> str | None:
    """The customer's address that a channel uses."""
    customer = order.customer
    if way.address == "email":
        return customer.get("email") or None
    return e164(customer.get("phone"), order.ship_to.get("country"))


def used_groups(merchant: Known, channel: str) -> list[str]:
    """Groups of which the shop sends something by a channel that the shopper may switch off."""
    rules = rules_of(merchant)
    return [
        group
        for group, kinds in GROUPS.items()
        if any(
            channel in rules.channels_of(KINDS[kind]) and preferences.may_switch_off(kind, channel)
            for kind in kinds
        )
    ]
