"""Secrets at rest."""

import pytest

from commerce.vault import Vault, WrongSecretKey


def test_what_is_sealed_opens_again() -> None:
    secrets = {"api_key": "EZ 秘密", "webhook_secret": "ключ"}
    assert Vault("one").open(Vault("one").seal(secrets)) == secrets


def test_a_sealed_secret_does_not_show_through() -> None:
    assert b"EZAK123" not in Vault("one").seal({"api_key": "EZAK123"})


def test_another_secret_key_opens_nothing() -> None:
    sealed = Vault("one").seal({"api_key": "k"})
    with pytest.raises(WrongSecretKey, match="another SECRET_KEY"):
        Vault("two").open(sealed)


def test_a_digest_is_the_same_for_the_same_value_and_key_only() -> None:
    assert Vault("one").digest("sk_1") == Vault("one").digest("sk_1")
    assert len({Vault("one").digest("sk_1"), Vault("one").digest("sk_2"), Vault("two").digest("sk_1")}) == 3
