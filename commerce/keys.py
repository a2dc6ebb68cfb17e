"""API keys: shown once, stored as a keyed hash, found by it in one statement."""

from dataclasses import dataclass

from flask import current_app
from sqlalchemy import select

from commerce import ids
from commerce.clock import now
from commerce.database import db, transaction
from commerce.errors import NotFound
from commerce.models import ApiKey
from commerce.recent import Recent
from commerce.statements import Statements
from commerce.vault import Vault

SECONDS_KEPT = 3.0
MOST_KEPT = 4096
PREFIXES = {"secret": "sk", "publishable": "pk"}

FIND = "SELECT merchant_id, kind, id FROM api_keys WHERE digest = %s AND revoked_at IS NULL"


@dataclass(frozen=True)
class Acting:
    """Who a request acts for, and what its key may do: `kind` is `secret` or `publishable`."""

    merchant_id: int
    kind: str
    key_id: str


def create(merchant_id: int, kind: str) -> tuple[ApiKey, str]:
    """Make a key of a kind in `PREFIXES`; returns its row and the key itself, which can't be read again."""
    plain = ids.public_id(PREFIXES[kind])
    vault: Vault = current_app.extensions["vault"]
    key = ApiKey(
        merchant_id=merchant_id,
        id=ids.public_id("key"),
        kind=kind,
        digest=vault.digest(plain),
        hint=plain[-4:],
    )
    with transaction() as session:
        session.add(key)
    return key, plain


def find(plain: str) -> Acting | None:
    """Whose key this is; None for an unknown or a revoked one."""
    if not (plain.startswith(("sk_", "pk_")) and plain.isascii()):
        return None
    vault: Vault = current_app.extensions["vault"]
    statements: Statements = current_app.extensions["statements"]
    row = statements.one(FIND, (vault.digest(plain),))
    return Acting(*row) if row else None


class Lately:
    """Good keys seen in the last seconds, for calls that must not ask the database each time."""

    def __init__(self) -> None:
        self._kept: Recent[str, Acting] = Recent(MOST_KEPT, SECONDS_KEPT)

    def find(self, plain: str) -> Acting | None:
        """As `find`, at most `SECONDS_KEPT` behind."""
        kept = self._kept.get(plain)
        if kept is None and (kept := find(plain)):
            self._kept.keep(plain, value=kept)
        return kept

    def forget(self) -> None:
        self._kept.clear()


def lately() -> Lately:
    """This application's memory of keys; one that another process revoked opens for `SECONDS_KEPT` longer."""
    kept: Lately | None = current_app.extensions.get("lately_found_keys")
    return kept or current_app.extensions.setdefault("lately_found_keys", Lately())


def listed(merchant_id: int) -> list[ApiKey]:
    """All keys of a merchant, revoked ones too, oldest first."""
    return list(
        db.session.scalars(
            select(ApiKey).where(ApiKey.merchant_id == merchant_id).order_by(ApiKey.created_at, ApiKey.id)
        )
    )


def revoke(key_id: str) -> None:
    """Let a key open nothing from now on; again does no harm. `NotFound` for an unknown id."""
    with transaction() as session:
        key = session.scalars(
            select(ApiKey).where(ApiKey.id == key_id).with_for_update(),
            execution_options={"across_merchants": True},
        ).one_or_none()
        if key is None:
            raise NotFound(f"there is no API key {key_id}")
        key.revoked_at = key.revoked_at or now()
    lately().forget()
