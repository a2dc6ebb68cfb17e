"""What can be chosen for an order: each channel that its shop uses, with the kinds that come by it, in groups."""

from dataclasses import dataclass

from commerce.merchants import Known
from commerce.models import Order
from notifications import channels, preferences
from notifications.kinds import KINDS
from notifications.message import Channel
from notifications.phones import e164
from notifications.preferences import GROUPS, UNASKED
from notifications.rules import Rules, rules_of


@dataclass(frozen=True, slots=True)
class Group:
    """A group with those of its kinds that can be chosen, and which of them are on."""

    name: str
    kinds: dict[str, bool]

    @property
    def on(self) -> bool:
        """Whether anything of it comes, so that one switch ends all of it."""
        return any(self.kinds.values())

    @property
    def mixed(self) -> bool:
        return self.on and not all(self.kinds.values())


@dataclass(frozen=True, slots=True)
class Offer:
    """A channel with the address it would use, and the groups to choose from."""

    channel: str
    address: str
    groups: tuple[Group, ...]

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
        used = used_groups(merchant, name)
        if way is None or address is None or not used or not way.ready(merchant):
            continue
        said, default = preferences.choices(merchant.id, address, name), name in UNASKED
        groups = (
            Group(group, {kind: said.get(kind, default) for kind in kinds}) for group, kinds in used.items()
        )
        found.append(Offer(name, address, tuple(groups)))
    return found


def address_of(order: Order, way: Channel) -> str | None:
    """The customer's address that a channel uses."""
    customer = order.customer
    if way.address == "email":
        return customer.get("email") or None
    return e164(customer.get("phone"), order.ship_to.get("country"))


def used_groups(merchant: Known, channel: str) -> dict[str, list[str]]:
    """The kinds that the shop sends by a channel and that the shopper may switch off, by group."""
    rules = rules_of(merchant)
    used = {
        group: [
            kind
            for kind in kinds
            if is_sent(kind, channel, rules) and preferences.may_switch_off(kind, channel)
        ]
        for group, kinds in GROUPS.items()
    }
    return {group: kinds for group, kinds in used.items() if kinds}


def is_sent(kind: str, channel: str, rules: Rules) -> bool:
    """Whether the shop's rules let a kind go out by a channel."""
    return channel in rules.channels_of(KINDS[kind]) and (kind != "delay_cleared" or rules.tell_recovery)
