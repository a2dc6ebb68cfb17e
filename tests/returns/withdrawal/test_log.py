"""The log of withdrawals: nothing in it changes, and who withdrew can be forgotten beside it."""

import pytest
from sqlalchemy import delete, text
from sqlalchemy.exc import IntegrityError

from commerce.database import db, transaction
from commerce.merchants import Known
from commerce.models import Merchant
from returns.models.withdrawals import WithdrawalContact
from returns.withdrawal import log
from tests.builders import make_merchant
from tests.returns.shop import open_shop
from tests.returns.withdrawal.shop import waiting, withdraw


@pytest.fixture
def shop(merchant: Merchant) -> Known:
    return open_shop(merchant)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE withdrawals SET made_at = now()",
        "UPDATE withdrawals SET content = '{}' WHERE true",
        "DELETE FROM withdrawals",
        "TRUNCATE withdrawals CASCADE",
        "UPDATE withdrawal_receipts SET sent_at = now()",
        "DELETE FROM withdrawal_receipts",
        "TRUNCATE withdrawal_receipts",
    ],
)
def test_what_stands_in_it_stays_as_it_is(shop: Known, merchant: Merchant, change: str) -> None:
    waiting(merchant)
    withdrawal = withdraw(shop)
    log.note_receipt(withdrawal)
    before = log.get(shop.id, withdrawal.code)
    said = (before.made_at, before.content, before.receipt and before.receipt.sent_at)
    with pytest.raises(IntegrityError, match="stays as it is"), transaction() as session:
        session.execute(text(change))
    db.session.expire_all()
    after = log.get(shop.id, withdrawal.code)
    assert (after.made_at, after.content, after.receipt and after.receipt.sent_at) == said


def test_it_outlives_its_order_and_its_merchant(shop: Known, merchant: Merchant) -> None:
    waiting(merchant)
    withdrawal = withdraw(shop)
    code, owner = withdrawal.code, shop.id
    with transaction() as session:
        session.execute(text("DELETE FROM merchants"))
    db.session.expire_all()
    assert log.get(owner, code).contact is None


def test_who_withdrew_can_be_forgotten(shop: Known, merchant: Merchant) -> None:
    waiting(merchant)
    withdrawal = withdraw(shop)
    with transaction() as session:
        session.execute(
            delete(WithdrawalContact).where(
                WithdrawalContact.merchant_id == shop.id, WithdrawalContact.email == "ada@example.com"
            )
        )
    db.session.expire_all()
    kept = log.get(shop.id, withdrawal.code)
    assert kept.contact is None
    row = db.session.execute(text("SELECT to_jsonb(w)::text FROM withdrawals w"), {}).scalars().all()
    assert not any("Ada" in one or "ada@example.com" in one for one in row)


def test_a_receipt_is_noted_once(shop: Known, merchant: Merchant) -> None:
    waiting(merchant)
    withdrawal = withdraw(shop)
    assert withdrawal.receipt is None
    log.note_receipt(withdrawal)
    log.note_receipt(withdrawal)
    db.session.expire_all()
    assert log.get(shop.id, withdrawal.code).receipt


def test_it_is_read_from_either_end(shop: Known, merchant: Merchant) -> None:
    for number in ("1001", "1002", "1003"):
        waiting(merchant, number)
        withdraw(shop, number)
    newest = log.listed(shop.id, most=2)
    assert [one.order_number for one in newest] == ["1003", "1002"]
    assert [one.order_number for one in log.listed(shop.id, after=newest[-1].id)] == ["1001"]
    assert [one.order_number for one in log.listed(shop.id, order="1002")] == ["1002"]
    assert [one.order_number for one in log.since(shop.id, None)] == ["1001", "1002", "1003"]
    assert [one.order_number for one in log.since(shop.id, newest[0].made_at)] == ["1003"]


def test_merchants_do_not_see_each_others(shop: Known, merchant: Merchant) -> None:
    waiting(merchant)
    withdraw(shop)
    other = make_merchant("other")
    assert (log.listed(other.id), list(log.since(other.id, None))) == ([], [])
