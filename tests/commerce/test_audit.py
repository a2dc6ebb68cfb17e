"""What was written down stays as it was, for as long as its merchant does."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from commerce import audit
from commerce.database import db, transaction
from commerce.models import Merchant
from tests.builders import make_merchant


@pytest.fixture
def merchant(app: Flask) -> Merchant:
    made = make_merchant()
    with transaction():
        audit.write(made.id, "ada@acme.test", "role_changed", "person bo@acme.test", before={"role": "agent"})
    return made


@pytest.mark.parametrize("change", ["UPDATE audit_entries SET person = 'eve'", "DELETE FROM audit_entries"])
def test_the_database_refuses_to_change_or_drop_it(merchant: Merchant, change: str) -> None:
    with pytest.raises(DBAPIError, match="neither changed nor deleted"):
        db.session.execute(text(change))
    db.session.rollback()
    assert [entry.person for entry in audit.listed(merchant.id)] == ["ada@acme.test"]


def test_it_goes_with_its_merchant(merchant: Merchant) -> None:
    db.session.execute(text("DELETE FROM merchants"))
    db.session.commit()
    assert db.session.scalar(text("SELECT count(*) FROM audit_entries")) == 0


def test_it_is_written_with_the_change_or_not_at_all(merchant: Merchant) -> None:
    with pytest.raises(RuntimeError, match="outside a transaction"):
        audit.write(merchant.id, "ada@acme.test", "x", "y")
    with pytest.raises(ValueError, match="too late"), transaction():
        audit.write(merchant.id, "ada@acme.test", "x", "y")
        raise ValueError("too late")
    assert len(audit.listed(merchant.id)) == 1
