"""Store credit: double entry, under codes that work like gift cards, never below zero."""

from collections.abc import Sequence

from sqlalchemy import select

from commerce.clock import now
from commerce.database import db, transaction
from commerce.errors import NotFound
from commerce.ids import IN_GROUP, public_id, spelled_code
from commerce.merchants import Known
from commerce.models import Order
from commerce.outbox import emit
from returns.models.money import CreditAccount, CreditEntry, Refund
from returns.refunds import RefundKind, RefundStatus, written
from returns.refusals import CreditTooSmall, ReferenceUsed, wrong

ISSUED, REDEEMED = "issued", "redeemed"


def give(
    merchant: Known,
    order: Order,
    amount: int,
    principal: int,
    *,
    email: str | None,
    return_id: int | None = None,
    claim_id: int | None = None,
) -> Refund:
    """Credit a new code with `amount`, `principal` of it for what was paid; in the caller's transaction.

    `email` is whose it is.
    """
    account = CreditAccount(
        merchant_id=merchant.id, code=spelled_code(), currency=order.currency, balance=0, email=email
    )
    db.session.add(account)
    refund = written(
        order,
        RefundKind.STORE_CREDIT,
        amount,
        principal=principal,
        status=RefundStatus.SUCCEEDED,
        gateway="store_credit",
        credit_code=account.code,
        return_id=return_id,
        claim_id=claim_id,
    )
    book(account, amount, against=ISSUED, reference=refund.code)
    emit(merchant.id, "refund.issued", refund=refund.code)
    return refund


def book(account: CreditAccount, amount: int, *, against: str, reference: str | None) -> None:
    """Move `amount` (negative: out of it) between a code and one of the merchant's own accounts."""
    movement = public_id("mov")
    for name, part in ((account.code, amount), (against, -amount)):
        db.session.add(
            CreditEntry(
                merchant_id=account.merchant_id,
                movement=movement,
                account=name,
                amount=part,
                currency=account.currency,
                reference=reference if name == account.code else None,
                created_at=now(),
            )
        )
    account.balance += amount
    db.session.flush()


def debit(merchant_id: int, code: str, amount: int, currency: str, reference: str | None) -> CreditAccount:
    """Spend `amount` of a code. The same reference again spends nothing.

    Raises `NotFound`, `Invalid` for another currency, `CreditTooSmall`, `ReferenceUsed`.
    """
    with transaction():
        account = get(merchant_id, code, lock=True)
        if currency != account.currency:
            raise wrong("/currency", "other_currency", f"this credit is in {account.currency}")
        earlier = entry(merchant_id, account.code, reference) if reference else None
        if earlier is not None:
            if earlier.amount != -amount:
                raise ReferenceUsed(f"{reference} moved {-earlier.amount} already")
            return account
        if amount > account.balance:
            raise CreditTooSmall(f"{account.balance} are left", balance=account.balance)
        book(account, -amount, against=REDEEMED, reference=reference)
        emit(merchant_id, "store_credit.debited", code_hint=code[-IN_GROUP:], amount=amount)
    return account


def get(merchant_id: int, code: str, *, lock: bool = False) -> CreditAccount:
    """The account of a code, in whatever case it is typed; `NotFound` for an unknown one."""
    statement = select(CreditAccount).where(
        CreditAccount.merchant_id == merchant_id, CreditAccount.code == code.strip().upper()
    )
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    if (account := db.session.scalars(statement).one_or_none()) is None:
        raise NotFound("there is no store credit with this code")
    return account


def entry(merchant_id: int, code: str, reference: str) -> CreditEntry | None:
    """What a reference moved on a code."""
    return db.session.scalars(
        select(CreditEntry).where(
            CreditEntry.merchant_id == merchant_id,
            CreditEntry.account == code,
            CreditEntry.reference == reference,
        )
    ).one_or_none()


def entries(account: CreditAccount) -> Sequence[CreditEntry]:
    """What moved on a code, oldest first."""
    return db.session.scalars(
        select(CreditEntry)
        .where(CreditEntry.merchant_id == account.merchant_id, CreditEntry.account == account.code)
        .order_by(CreditEntry.id)
    ).all()
