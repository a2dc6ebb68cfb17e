"""Whether the systems around a shop answer: asked when somebody wants to know, and what came of it kept.

Each adapter lists its own question, a harmless one that takes the same key as the work does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

import requests

from commerce.clock import now
from commerce.database import run, transaction
from commerce.merchants import Known

SECONDS = (3.05, 8)  # for connecting, and for the answer


class NoAnswer(Exception):
    """The other side is not as it should be: `code` is one of `CODES`, the message has no secrets in it."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(detail)
        self.code, self.detail = code, detail


CODES = ("not_set", "unreachable", "too_slow", "not_let_in", "not_found", "refused", "broken")
Ask = Callable[[Known], None]
CHECKS: dict[str, Ask] = {}
"""By provider; a question returns where the answer was good, and raises `NoAnswer`."""


@dataclass(frozen=True)
class Standing:
    """When a connection last answered well, and when and how it last did not."""

    well_at: datetime | None = None
    failed_at: datetime | None = None
    code: str | None = None
    detail: str | None = None


def check(merchant: Known, provider: str) -> NoAnswer | None:
    """Ask the other side now, in no transaction, and keep what came of it; None where all is well."""
    failure = None
    try:
        CHECKS[provider](merchant)
    except NoAnswer as exc:
        failure = exc
    facts = {"merchant": merchant.id, "provider": provider, "now": now()}
    with transaction():
        if failure is None:
            run(WELL, facts)
        else:
            run(FAILED, facts | {"code": failure.code, "detail": failure.detail[:300]})
    return failure


WELL = """
INSERT INTO connection_checks (merchant_id, provider, well_at) VALUES (%(merchant)s, %(provider)s, %(now)s)
ON CONFLICT (merchant_id, provider) DO UPDATE SET well_at = excluded.well_at
"""
FAILED = """
INSERT INTO connection_checks (merchant_id, provider, failed_at, code, detail)
VALUES (%(merchant)s, %(provider)s, %(now)s, %(code)s, %(detail)s)
ON CONFLICT (merchant_id, provider) DO UPDATE
SET failed_at = excluded.failed_at, code = excluded.code, detail = excluded.detail
"""


def standings(merchant_id: int) -> dict[str, Standing]:
    """How each connection stood when it was last asked."""
    read = "SELECT provider, well_at, failed_at, code, detail FROM connection_checks WHERE merchant_id = %s"
    return {provider: Standing(*rest) for provider, *rest in run(read, (merchant_id,))}


def needed(merchant: Known, provider: str, *names: str) -> list[str]:
    """These settings and secrets of a provider; `NoAnswer` where one is missing."""
    own = merchant.integrations.get(provider, {})
    missing = [name for name in names if not own.get(name)]
    if missing:
        raise NoAnswer("not_set", ", ".join(missing))
    return [str(own[name]) for name in names]


def get(url: str, *, user: tuple[str, str] | None = None, bearer: str | None = None) -> None:
    """Read an address that only the right key opens; raises `NoAnswer` by what came back."""
    headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
    try:
        answer = requests.get(
            url, auth=user, headers=headers, timeout=SECONDS, allow_redirects=False, stream=True
        )
    except requests.Timeout as exc:
        raise NoAnswer("too_slow") from exc
    except (requests.RequestException, ValueError) as exc:
        raise NoAnswer("unreachable", type(exc).__name__) from exc
    with answer:
        judge(answer.status_code)


def judge(status: int) -> None:
    """What a status means; `NoAnswer` for all but success."""
    if 200 <= status < 300:
        return
    by_status = {401: "not_let_in", 403: "not_let_in", HTTPStatus.NOT_FOUND: "not_found"}
    code = by_status.get(status, "broken" if status >= 500 or status == 429 else "refused")
    raise NoAnswer(code, f"HTTP {status}")
