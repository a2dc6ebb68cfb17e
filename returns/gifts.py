"""Gift codes: made for an order, printed or passed on, and good for returns that show and refund nothing."""

import hashlib

from sqlalchemy import func, select

from commerce import orders
from commerce.database import db, transaction
from commerce.ids import GROUPS, IN_GROUP, spelled_code
from commerce.models import Order
from returns.models.gifts import GiftCode
from returns.refusals import TooManyCodes

MOST = 20  # of one order


def make(merchant_id: int, number: str) -> str:
    """A new code of an order; it can't be read again. Raises `NotFound`, `TooManyCodes`."""
    with transaction() as session:
        order = orders.get(merchant_id, number, lock=True)
        mine = (GiftCode.merchant_id == merchant_id) & (GiftCode.order_id == order.id)
        if (session.scalar(select(func.count()).where(mine)) or 0) >= MOST:
            raise TooManyCodes(f"this order has {MOST} codes already")
        code = spelled_code()
        session.add(GiftCode(merchant_id=merchant_id, order_id=order.id, digest=digest_of(code)))
    return code


def order_of(code: str) -> Order | None:
    """The order that a code is of, however it is typed."""
    if (spelling := spelled(code)) is None:
        return None
    statement = (
        select(Order)
        .join(GiftCode, (GiftCode.merchant_id == Order.merchant_id) & (GiftCode.order_id == Order.id))
        .where(GiftCode.digest == digest_of(spelling))
    )
    return db.session.scalars(statement, execution_options={"across_merchants": True}).one_or_none()


def spelled(typed: str) -> str | None:
    """A code as it was made, from what somebody typed; None where it can be none."""
    bare = "".join(letter for letter in typed.upper() if letter.isascii() and letter.isalnum())
    if len(bare) != GROUPS * IN_GROUP:
        return None
    return "-".join(bare[at : at + IN_GROUP] for at in range(0, len(bare), IN_GROUP))


def digest_of(code: str) -> str:
    # 125 random bits need no slow hash.
    return hashlib.sha256(code.encode()).hexdigest()
