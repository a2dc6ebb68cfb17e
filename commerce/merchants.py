"""Who the merchants are: their files with defaults, and what their integrations need; kept in memory."""

from dataclasses import dataclass, field
from typing import Any

from flask import current_app

from commerce.recent import Recent
from commerce.statements import Statements
from commerce.vault import Vault

SECONDS_KEPT = 3.0  # how long a change may stay unseen by another process
MOST_KEPT = 4096

READ = """
SELECT m.id, m.slug, m.version, m.config, (
    SELECT jsonb_object_agg(i.provider, jsonb_build_array(i.settings, encode(i.secrets, 'escape')))
    FROM integrations i WHERE i.merchant_id = m.id
), (
    SELECT l.digest FROM logos l WHERE l.merchant_id = m.id AND l.url = m.config->'brand'->>'logo_url'
) FROM merchants m WHERE
"""


@dataclass(frozen=True)
class Known:
    """A merchant as last read. `integrations` holds settings and secrets, so it is never shown."""

    id: int
    slug: str
    version: int
    config: dict[str, Any] = field(repr=False)
    integrations: dict[str, dict[str, Any]] = field(repr=False)
    logo: str | None = None  # the digest of its picture, once there is one


def kept() -> Recent[str | int, Known]:
    """This application's memory of its merchants, by slug and by id."""
    found: Recent[str | int, Known] | None = current_app.extensions.get("merchants")
    return found or current_app.extensions.setdefault("merchants", Recent(MOST_KEPT, SECONDS_KEPT))


def known(slug: str) -> Known | None:
    """The merchant of that name, at most `SECONDS_KEPT` old; None where there is none."""
    return kept().get(slug) or fresh(slug)


def known_by_id(merchant_id: int) -> Known | None:
    """The merchant of that number, at most `SECONDS_KEPT` old; None where there is none."""
    return kept().get(merchant_id) or fresh_by_id(merchant_id)


def fresh(slug: str) -> Known | None:
    """The merchant as committed now, read past the memory (and kept there)."""
    return _read("m.slug = %s", slug) if "\0" not in slug else None


def fresh_by_id(merchant_id: int) -> Known | None:
    """The same by number."""
    return _read("m.id = %s", merchant_id)


def at_path(path: str) -> Known | None:
    """The merchant whose look-up page has that path, `/acme` for one."""
    return _read("m.config->'tracking'->>'page_path' = %s", path) if "\0" not in path else None


def forget() -> None:
    """Let the next look be fresh: after a change in this process."""
    kept().clear()


def _read(condition: str, value: str | int) -> Known | None:
    statements: Statements = current_app.extensions["statements"]
    row = statements.one(READ + condition, (value,))
    if row is None:
        return None
    merchant_id, slug, version, config, providers, logo = row
    vault: Vault = current_app.extensions["vault"]
    integrations = {
        provider: settings | vault.open(secrets.encode())
        for provider, (settings, secrets) in (providers or {}).items()
    }
    merchant = Known(merchant_id, slug, version, config, integrations, logo)
    kept().keep(merchant.slug, merchant.id, value=merchant)
    return merchant
