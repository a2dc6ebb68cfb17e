"""Making a merchant what its file says, in one transaction, and saying what that changed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from commerce import keys, merchants, outbox
from commerce.clock import now
from commerce.database import transaction
from commerce.integration_schema import SECRETS
from commerce.merchant_file import MerchantFile
from commerce.models import Integration, Merchant
from commerce.vault import Vault

NOTHING: dict[str, Any] = {"notifications": {}, "return_policy": {}}

OnChange = Callable[[int, dict[str, Any]], None]
FOLLOWERS: dict[str, OnChange] = {}


def on_change(section: str, follow: OnChange) -> None:
    """Let a package above this one follow a changed section, given the merchant and what it says now."""
    FOLLOWERS[section] = follow


@dataclass(frozen=True)
class Applied:
    """The changed top-level sections in the file's order; keys only for a merchant that is new."""

    slug: str
    changed: list[str]
    publishable_key: str | None = field(default=None, repr=False)
    secret_key: str | None = field(default=None, repr=False)


def apply(file: MerchantFile) -> Applied:
    """Create or update the merchant; what is as it was moves no version and tells nobody.

    `notifications` and `return_policy` left out stay as they are. Two at once wait for one another.
    """
    slug: str = file.config["slug"]
    with transaction() as session:
        merchant, is_new = locked(session, slug)
        before = NOTHING | merchant.config
        after = {name: before[name] for name in NOTHING} | file.config
        changed = [name for name in file.config if after[name] != before.get(name)]
        if file.integrations is not None and apply_integrations(session, merchant.id, file.integrations):
            changed.append("integrations")
        if changed:
            merchant.config, merchant.updated_at = after, now()
            merchant.version += not is_new
            for name in FOLLOWERS.keys() & changed:
                FOLLOWERS[name](merchant.id, after[name])
            outbox.emit(merchant.id, "merchant.changed", changed=changed, version=merchant.version)
        applied = Applied(slug, changed, *(first_keys(merchant.id) if is_new else (None, None)))
    merchants.forget()
    return applied


def locked(session: Session, slug: str) -> tuple[Merchant, bool]:
    """The merchant's row under its lock, and whether it was made just now."""
    made = session.execute(
        insert(Merchant)
        .values(slug=slug, config={}, version=1, created_at=now(), updated_at=now())
        .on_conflict_do_nothing()
        .returning(Merchant.id)
    ).first()
    stored = select(Merchant).where(Merchant.slug == slug).with_for_update()
    return session.scalars(stored.execution_options(populate_existing=True)).one(), made is not None


def first_keys(merchant_id: int) -> tuple[str, str]:
    """A publishable and a secret key."""
    return keys.create(merchant_id, "publishable")[1], keys.create(merchant_id, "secret")[1]


def apply_integrations(session: Session, merchant_id: int, given: dict[str, dict[str, Any] | None]) -> bool:
    """Make the integrations those given; a secret left out stays, null removes it. True if that did."""
    vault: Vault = current_app.extensions["vault"]
    rows = {
        row.provider: row
        for row in session.scalars(select(Integration).where(Integration.merchant_id == merchant_id))
    }
    before = {provider: (row.settings, vault.open(row.secrets)) for provider, row in rows.items()}
    after = {
        provider: parted(values, before[provider][1] if provider in before else {})
        for provider, values in given.items()
        if values is not None
    }
    for provider in rows.keys() - after.keys():
        session.delete(rows[provider])
    for provider, (settings, secrets) in after.items():
        if before.get(provider) != (settings, secrets):
            row = Integration(
                merchant_id=merchant_id, provider=provider, settings=settings, secrets=vault.seal(secrets)
            )
            session.merge(row)
    return before != after


def parted(values: dict[str, Any], stored: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Settings, and the stored secrets with the given ones over them."""
    settings = {name: value for name, value in values.items() if name not in SECRETS}
    secrets = stored | {name: value for name, value in values.items() if name in SECRETS}
    return settings, {name: value for name, value in secrets.items() if value is not None}
