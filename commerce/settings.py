"""Every setting there is, read from the environment in this one place; `docs/configuration.md` lists them."""

import hashlib
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

NEEDED_IN_PRODUCTION = ("SECRET_KEY", "DATABASE_URL", "REDIS_URL", "BASE_URL")


class MissingSetting(RuntimeError):
    """A setting that production cannot do without is not set; the message names it."""


@dataclass(frozen=True)
class Settings:
    """What the processes of one installation share. `None` for a URL means the embedded server."""

    env: str
    data_dir: Path
    database_url: str | None
    redis_url: str | None
    secret_key: str
    base_url: str
    smtp_url: str | None
    host: str
    port: int
    web_threads: int
    api_limit: str
    lookup_limit_address: str
    lookup_limit_order: str
    lookup_limit_merchant: str
    proxy_hops: int
    log_level: str

    @property
    def production(self) -> bool:
        return self.env == "production"

    @property
    def socket_dir(self) -> Path:
        """A short folder for sockets: a socket's path may have 108 bytes at most."""
        digest = hashlib.sha256(str(self.data_dir).encode()).hexdigest()[:10]
        return Path(tempfile.gettempdir()) / f"waypost-{digest}"


def from_environ(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; raise `MissingSetting` naming what production lacks."""
    env = dict(os.environ if environ is None else environ)
    mode = env.get("WAYPOST_ENV", "development")
    if mode == "production" and (missing := [name for name in NEEDED_IN_PRODUCTION if not env.get(name)]):
        raise MissingSetting(f"WAYPOST_ENV=production needs {', '.join(missing)} to be set")
    host, port = env.get("WAYPOST_HOST", "127.0.0.1"), int(env.get("WAYPOST_PORT", "8000"))
    data_dir = Path(env.get("WAYPOST_DATA_DIR", "var")).expanduser().resolve()
    return Settings(
        env=mode,
        data_dir=data_dir,
        database_url=env.get("DATABASE_URL") or None,
        redis_url=env.get("REDIS_URL") or None,
        secret_key=env.get("SECRET_KEY") or kept_secret(data_dir),
        base_url=(env.get("BASE_URL") or f"http://{host}:{port}").rstrip("/"),
        smtp_url=env.get("SMTP_URL") or None,
        host=host,
        port=port,
        web_threads=int(env.get("WAYPOST_WEB_THREADS", "4")),
        api_limit=env.get("WAYPOST_API_LIMIT", "200 per second"),
        lookup_limit_address=env.get("WAYPOST_LOOKUP_LIMIT_ADDRESS", "30 per 10 minutes"),
        lookup_limit_order=env.get("WAYPOST_LOOKUP_LIMIT_ORDER", "10 per hour"),
        lookup_limit_merchant=env.get("WAYPOST_LOOKUP_LIMIT_MERCHANT", "600 per minute"),
        proxy_hops=int(env.get("WAYPOST_PROXY_HOPS", "0")),
        log_level=env.get("WAYPOST_LOG_LEVEL", "info"),
    )


def kept_secret(data_dir: Path) -> str:
    """The secret key of an installation without one of its own: made once, kept in the data folder."""
    path = data_dir / "secret-key"
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        data_dir.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f"secret-key.{os.getpid()}")
    made.touch(mode=0o600)
    made.write_text(secrets.token_urlsafe(48), encoding="ascii")
    try:
        os.link(made, path)  # fails where another process was first, and then its key is the one
    except FileExistsError:
        pass
    made.unlink()
    return path.read_text(encoding="ascii")
