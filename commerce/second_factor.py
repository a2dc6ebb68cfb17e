"""A person's second factor: an authenticator app, and recovery codes for the day it is lost."""

import secrets

from flask import current_app
from sqlalchemy import select

from commerce import totp
from commerce.clock import now
from commerce.database import db, transaction
from commerce.models import User
from commerce.people import digest
from commerce.vault import Vault

RECOVERY_CODES = 8
READABLE = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that looks like another
RECOVERY_LENGTH = 10  # 49 bits, and tries are throttled


def is_on(user: User) -> bool:
    """Whether signing in takes a code: an app was set up and has proved itself once."""
    return user.totp_secret is not None and user.totp_step is not None


def begin(merchant_id: int, user_id: int) -> str:
    """Give the person a new secret, which counts from its first right code on; returns it."""
    secret = totp.new_secret()
    with transaction():
        user = locked(merchant_id, user_id)
        user.totp_secret, user.totp_step = vault().seal({"totp": secret}), None
    return secret


def pending_secret(user: User) -> str | None:
    """The secret that still waits for its first code."""
    return secret_of(user) if user.totp_secret and user.totp_step is None else None


def confirm(merchant_id: int, user_id: int, typed: str) -> list[str] | None:
    """Switch the app on by its first right code; returns the recovery codes, or None for a wrong one."""
    with transaction():
        user = locked(merchant_id, user_id)
        secret = pending_secret(user)
        step = totp.accepted_step(secret, typed, now(), None) if secret else None
        if step is None:
            return None
        codes = [new_recovery_code() for _ in range(RECOVERY_CODES)]
        user.totp_step = step
        user.recovery_digests = [digest(bare(code)).hex() for code in codes]
    return codes


def passes(merchant_id: int, user_id: int, typed: str) -> bool:
    """Whether that is the app's code of now, or a recovery code; either works once."""
    with transaction():
        user = locked(merchant_id, user_id)
        if not is_on(user):
            return False
        step = totp.accepted_step(secret_of(user), typed, now(), user.totp_step)
        if step is not None:
            user.totp_step = step
            return True
        spent = digest(bare(typed)).hex()
        if spent not in user.recovery_digests:
            return False
        user.recovery_digests = [one for one in user.recovery_digests if one != spent]
    return True


def switch_off(merchant_id: int, user_id: int) -> None:
    """Let a password be enough again."""
    with transaction():
        user = locked(merchant_id, user_id)
        user.totp_secret, user.totp_step, user.recovery_digests = None, None, []


def locked(merchant_id: int, user_id: int) -> User:
    statement = select(User).where(User.merchant_id == merchant_id, User.id == user_id)
    return db.session.scalars(statement.with_for_update().execution_options(populate_existing=True)).one()


def secret_of(user: User) -> str:
    secret: str = vault().open(user.totp_secret or b"")["totp"]
    return secret


def new_recovery_code() -> str:
    letters = "".join(secrets.choice(READABLE) for _ in range(RECOVERY_LENGTH))
    return f"{letters[:5]}-{letters[5:]}"


def bare(typed: str) -> str:
    """A recovery code however it is written."""
    return "".join(typed.split()).replace("-", "").lower()


def vault() -> Vault:
    known: Vault = current_app.extensions["vault"]
    return known
