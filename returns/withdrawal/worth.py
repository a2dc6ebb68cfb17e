"""What a withdrawal will bring, before it is confirmed."""

from collections.abc import Mapping

from returns.amounts import share_of, within_paid
from returns.ledger import LineLedger
from returns.order_case import Stored
from returns.taken import apportioned, ledgers


def shipping_due(
    counts: Mapping[str, LineLedger], coming: Mapping[str, int], shipping: int, granted: int
) -> int:
    """What of the shipping charge is paid back: all that was not yet, once nothing of the order remains.

    `counts` are those of each line before the units that are `coming` back, or are cancelled with them.
    """
    remains = any(ledger.taken + coming.get(line, 0) < ledger.ordered for line, ledger in counts.items())
    return 0 if remains else max(0, shipping - granted)


def worth(stored: Stored, units: Mapping[str, int], *, granted: int, refunded: int) -> int:
    """Minor units that withdrawing from these units of each line brings.

    `granted` is what of the shipping charge, `refunded` what of the order as a whole was paid back before.
    """
    counts = ledgers(stored.order, stored.parcels, stored.taken)
    before = apportioned(stored.taken)
    shares = sum(
        share_of(line.paid, line, units[line.id], counts[line.id].taken, before.get(line.id))
        for line in stored.order.lines
        if line.id in units
    )
    return within_paid(shares + shipping_due(counts, units, stored.shipping, granted), stored.paid, refunded)
