"""How many units of an order line went where, and how many may still come back."""

from dataclasses import dataclass


class LedgerError(ValueError):
    """Counts of a line that cannot be."""

    code = "quantity_not_returnable"


@dataclass(frozen=True, slots=True)
class LineLedger:
    """The counts of one order line, in units; LedgerError where they contradict each other.

    ``in_open_returns``: asked for and not arrived, the missing units of a short receipt included.
    ``received``: arrived back; what was accepted of it, rejected and paid for, the return's lines say.
    ``written_off``: will never come back: kept by the shopper, lost, or refunded outside a return.
    ``cancelled``: those of them that were called off before they were sent; they count as shipped.
    """

    ordered: int
    shipped: int = 0
    delivered: int = 0
    in_open_returns: int = 0
    received: int = 0
    written_off: int = 0
    cancelled: int = 0

    def __post_init__(self) -> None:
        gone = (self.in_open_returns, self.received, self.written_off)
        if min(self.ordered, self.shipped, self.delivered, self.cancelled, *gone) < 0:
            raise LedgerError("no count may be negative")
        if self.shipped > self.ordered:
            raise LedgerError("no more units can ship than were ordered")
        if self.delivered > self.shipped:
            raise LedgerError("no more units can be delivered than were shipped")
        if self.taken > self.shipped:
            raise LedgerError("no unit can come back twice or without having been shipped")
        if self.cancelled > self.written_off:
            raise LedgerError("a cancelled unit is written off")

    @property
    def taken(self) -> int:
        """Units that are on their way back, are back, or never will be."""
        return self.in_open_returns + self.received + self.written_off


def returnable(ledger: LineLedger) -> int:
    """Units that may still be asked back: shipped, and not yet in a return, received or written off."""
    return ledger.shipped - ledger.taken


def unsent(ledger: LineLedger) -> int:
    """Units that may still be called off: neither shipped nor cancelled."""
    return ledger.ordered - ledger.shipped
