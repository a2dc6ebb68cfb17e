"""Merchants are read from memory, for a moment, and never show their secrets."""

import pytest
from flask import Flask, current_app
from sqlalchemy import text

from commerce import merchants
from commerce.database import db, transaction
from commerce.models import Integration, Merchant


@pytest.fixture
def acme(app: Flask) -> int:
    with transaction() as session:
        merchant = Merchant(slug="acme", config={"name": "Acme"})
        session.add(merchant)
        session.flush()
        sealed = current_app.extensions["vault"].seal({"api_key": "EZ-very-secret"})
        session.add(
            Integration(
                merchant_id=merchant.id, provider="easypost", settings={"api_base": None}, secrets=sealed
            )
        )
        return merchant.id


def test_a_merchant_is_known_by_slug_and_by_number(acme: int) -> None:
    merchant = merchants.known("acme")
    assert merchant is not None and merchant == merchants.known_by_id(acme)
    assert (merchant.id, merchant.slug, merchant.version, merchant.config) == (
        acme,
        "acme",
        1,
        {"name": "Acme"},
    )
    assert merchant.integrations == {"easypost": {"api_base": None, "api_key": "EZ-very-secret"}}


def test_a_merchant_without_integrations_has_none(app: Flask) -> None:
    with transaction() as session:
        session.add(Merchant(slug="bare", config={}))
    merchant = merchants.known("bare")
    assert merchant is not None and merchant.integrations == {}


@pytest.mark.parametrize("slug", ["nobody", "", "a\0b", "acme'--"])
def test_nobody_is_found_under_another_name(acme: int, slug: str) -> None:
    assert merchants.known(slug) is None and merchants.fresh(slug) is None


def test_an_unknown_number_is_nobodys(acme: int) -> None:
    assert merchants.known_by_id(acme + 1) is None


def test_secrets_do_not_show(acme: int) -> None:
    assert "EZ-very-secret" not in repr(merchants.known("acme"))


def test_a_second_look_within_the_moment_reads_nothing_and_fresh_reads_past_it(acme: int) -> None:
    first = merchants.known("acme")
    db.session.execute(text("UPDATE merchants SET version = 2"))
    db.session.commit()
    assert merchants.known("acme") is first and merchants.known_by_id(acme) is first
    changed = merchants.fresh("acme")
    assert changed is not None and changed.version == 2
    assert merchants.known_by_id(acme) is changed


def test_what_is_forgotten_is_read_again(acme: int) -> None:
    merchants.known("acme")
    db.session.execute(text("UPDATE merchants SET version = 2"))
    db.session.commit()
    merchants.forget()
    again = merchants.known_by_id(acme)
    assert again is not None and again.version == 2
