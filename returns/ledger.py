"""How many units of an order line went where, and how many may still come back."""

from dataclasses import dataclass, replace


class LedgerError(ValueError):
    """A step that the line's counts do not allow."""

    code = "quantity_not_returnable"


@dataclass(frozen=True, slots=True)
class LineLedger:
    """The counts of one order line, in units.

    ``in_open_returns``: asked for and not arrived, the missing units of a short receipt included.
    ``received``: arrived back; ``accepted`` and ``rejected`` are parts of it.
    ``written_off``: will never come back: kept by the shopper, lost, or refunded outside a return.
    ``cancelled``: those of them that were called off before they were sent; they count as shipped.
    ``refunded`` and ``exchanged``: paid for; such a unit is also in an open return, received or written off.
    """

    ordered: int
    shipped: int = 0
    delivered: int = 0
    in_open_returns: int = 0
    received: int = 0
    accepted: int = 0
    rejected: int = 0
    refunded: int = 0
    exchanged: int = 0
    written_off: int = 0
    cancelled: int = 0

    def __post_init__(self) -> None:
        taken = self.taken
        if min(self._counts()) < 0:
            raise LedgerError("no count may be negative")
        if self.shipped > self.ordered:
            raise LedgerError("no more units can ship than were ordered")
        if self.delivered > self.shipped:
            raise LedgerError("no more units can be delivered than were shipped")
        if taken > self.shipped:
            raise LedgerError("no unit can come back twice or without having been shipped")
        if self.cancelled > self.written_off:
            raise LedgerError("a cancelled unit is written off")
        if self.accepted + self.rejected > self.received:
            raise LedgerError("only received units are accepted or rejected")
        if self.refunded + self.exchanged > taken - self.rejected:
            raise LedgerError("a rejected unit is not paid for, and no unit twice")

    def _counts(self) -> tuple[int, ...]:
        moved = (self.in_open_returns, self.received, self.accepted, self.rejected)
        settled = (self.refunded, self.exchanged, self.written_off, self.cancelled)
        return (self.ordered, self.shipped, self.delivered, *moved, *settled)

    @property
    def taken(self) -> int:
        """Units that are on their way back, are back, or never will be."""
        return self.in_open_returns + self.received + self.written_off

    def ask(self, units: int) -> "LineLedger":
        """Units enter a return. LedgerError when fewer are returnable."""
        return self._step(units, in_open_returns=units)

    def release(self, units: int) -> "LineLedger":
        """Units leave a return that was declined, cancelled or expired."""
        return self._step(units, in_open_returns=-units)

    def receive(self, units: int) -> "LineLedger":
        """Units of open returns arrive."""
        return self._step(units, in_open_returns=-units, received=units)

    def accept(self, units: int) -> "LineLedger":
        """Received units pass inspection."""
        return self._step(units, accepted=units)

    def reject(self, units: int) -> "LineLedger":
        """Received units fail inspection."""
        return self._step(units, rejected=units)

    def refund(self, units: int) -> "LineLedger":
        """Units are paid back."""
        return self._step(units, refunded=units)

    def exchange(self, units: int) -> "LineLedger":
        """Units are replaced by others."""
        return self._step(units, exchanged=units)

    def write_off(self, units: int, *, from_open_returns: bool = False) -> "LineLedger":
        """Units are given up; ``from_open_returns``: they were asked for and will not arrive."""
        return self._step(units, written_off=units, in_open_returns=-units if from_open_returns else 0)

    def call_off(self, units: int) -> "LineLedger":
        """Units are called off before they were sent. LedgerError when fewer are left."""
        return self._step(units, shipped=units, written_off=units, cancelled=units)

    def _step(self, units: int, **changes: int) -> "LineLedger":
        if units < 1:
            raise LedgerError("a step moves one unit at least")
        return replace(self, **{name: getattr(self, name) + change for name, change in changes.items()})


def returnable(ledger: LineLedger) -> int:
    """Units that may still be asked back: shipped, and not yet in a return, received or written off."""
    return ledger.shipped - ledger.taken


def unsent(ledger: LineLedger) -> int:
    """Units that may still be called off: neither shipped nor cancelled."""
    return ledger.ordered - ledger.shipped
