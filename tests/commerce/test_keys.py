"""API keys are recognised without being stored."""

import pytest
from flask import Flask
from sqlalchemy import text

from commerce import keys
from commerce.database import db, transaction
from commerce.errors import NotFound
from commerce.models import Merchant


@pytest.fixture
def merchant_id(app: Flask) -> int:
    with transaction() as session:
        merchant = Merchant(slug="acme", config={})
        session.add(merchant)
        session.flush()
        return merchant.id


@pytest.mark.parametrize(("kind", "prefix"), [("secret", "sk_"), ("publishable", "pk_")])
def test_a_key_is_found_by_what_was_shown_once(merchant_id: int, kind: str, prefix: str) -> None:
    key, plain = keys.create(merchant_id, kind)
    assert plain.startswith(prefix) and len(plain) >= 25
    assert keys.find(plain) == keys.Acting(merchant_id, kind, key.id)


def test_the_table_does_not_hold_the_key_itself(merchant_id: int) -> None:
    _, plain = keys.create(merchant_id, "secret")
    sql = "SELECT row_to_json(k)::text || encode(digest, 'escape') FROM api_keys k"
    rows = db.session.execute(text(sql)).scalars().all()
    assert len(rows) == 1
    assert plain not in rows[0] and plain[3:] not in rows[0]


@pytest.mark.parametrize("wrong", ["", "sk_", "sk_unknown", "pk_ü", "sk_\0", "sk_" + "x" * 100_000])
def test_what_was_never_given_out_is_not_found(merchant_id: int, wrong: str) -> None:
    assert keys.find(wrong) is None


def test_a_revoked_key_opens_nothing(merchant_id: int) -> None:
    key, plain = keys.create(merchant_id, "secret")
    _, other_plain = keys.create(merchant_id, "secret")
    keys.revoke(key.id)
    keys.revoke(key.id)
    assert keys.find(plain) is None
    assert keys.find(other_plain) is not None
    assert [key.revoked_at is None for key in keys.listed(merchant_id)] == [False, True]


def test_revoking_an_unknown_key_says_so(merchant_id: int) -> None:
    with pytest.raises(NotFound, match="key_nobody"):
        keys.revoke("key_nobody")
