"""Units given up outside a return: lost parcels, refunds made on the shop's own platform."""

from collections.abc import Mapping

from sqlalchemy import select

from commerce import orders
from commerce.database import db, transaction
from commerce.models import Order
from commerce.outbox import emit
from returns import order_case
from returns.amounts import share_of
from returns.asking import inside
from returns.ledger import LineLedger
from returns.models.requests import WriteOff
from returns.refusals import UnitsTaken
from returns.taken import apportioned, ledgers


def record(
    merchant_id: int, number: str, units: Mapping[str, int], *, source: str, reference: str
) -> list[WriteOff]:
    """Write units of an order's lines off; the same source and reference again writes nothing.

    Units that never shipped count as shipped, for nobody will send them now. Raises `NotFound`, `UnitsTaken`.
    """
    with transaction() as session:
        order = orders.get(merchant_id, number, lock=True)
        if known := earlier(order, source, reference):
            return known
        stored = order_case.load(inside, merchant_id, number)
        counts = ledgers(stored.order, stored.parcels, stored.taken)
        shares = apportioned(stored.taken)
        rows = []
        for line in stored.order.lines:
            if wanted := units.get(line.id, 0):
                refuse_taken(counts[line.id], wanted)
                share = share_of(line.paid, line, wanted, counts[line.id].taken, shares.get(line.id))
                rows.append(
                    WriteOff(
                        merchant_id=merchant_id,
                        order_id=order.id,
                        line_id=line.id,
                        quantity=wanted,
                        share=share,
                        source=source,
                        reference=reference,
                    )
                )
        session.add_all(rows)
        session.flush()
        order.page_version += 1
        emit(merchant_id, "order.written_off", order=number, source=source, reference=reference)
    return rows


def refuse_taken(ledger: LineLedger, units: int) -> None:
    left = ledger.ordered - ledger.taken
    if units > left:
        raise UnitsTaken(f"{left} units of this line are left")


def earlier(order: Order, source: str, reference: str) -> list[WriteOff]:
    return list(
        db.session.scalars(
            select(WriteOff).where(
                WriteOff.merchant_id == order.merchant_id,
                WriteOff.order_id == order.id,
                WriteOff.source == source,
                WriteOff.reference == reference,
            )
        )
    )
