"""Every setting there is, read from the environment in this one place; `docs/configuration.md` lists them."""

import hashlib
import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from flask import current_app

NEEDED_IN_PRODUCTION = ("SECRET_KEY", "DATABASE_URL", "REDIS_URL", "BASE_URL")
MODES = ("development", "production")


class BadSetting(RuntimeError):
    """A setting has a value that can't be used; the message names it."""


class MissingSetting(BadSetting):
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
    mail_from: str
    dkim_key: Path | None
    dkim_selector: str
    places: Path | None
    host: str
    port: int
    web_processes: int
    web_threads: int
    api_limit: str
    lookup_limit_address: str
    lookup_limit_order: str
    lookup_limit_merchant: str
    proxy_hops: int
    log_level: str
    process: str

    @property
    def production(self) -> bool:
        return self.env == "production"

    @property
    def socket_dir(self) -> Path:
        """A short folder for sockets: a socket's path may have 108 bytes at most."""
        digest = hashlib.sha256(str(self.data_dir).encode()).hexdigest()[:10]
        return Path(tempfile.gettempdir()) / f"waypost-{digest}"


def from_environ(environ: Mapping[str, str] | None = None, **chosen: object) -> Settings:
    """Read the settings; raise `MissingSetting` naming what production lacks, else `BadSetting`.

    What is `chosen` by name and not None stands before the environment: `WAYPOST_PORT=8001`.
    """
    env = dict(os.environ if environ is None else environ)
    env |= {name: str(value) for name, value in chosen.items() if value is not None}
    mode = env.get("WAYPOST_ENV") or "development"
    if mode not in MODES:
        raise BadSetting(f"WAYPOST_ENV must be one of {', '.join(MODES)}, not {mode!r}")
    if mode == "production" and (missing := [name for name in NEEDED_IN_PRODUCTION if not env.get(name)]):
        raise MissingSetting(f"WAYPOST_ENV=production needs {', '.join(missing)} to be set")
    host = env.get("WAYPOST_HOST") or "127.0.0.1"
    port = whole(env, "WAYPOST_PORT", 8000, least=1, most=65535)
    data_dir = Path(env.get("WAYPOST_DATA_DIR") or "var").expanduser().resolve()
    base_url = (env.get("BASE_URL") or f"http://{reachable(host)}:{port}").rstrip("/")
    return Settings(
        env=mode,
        data_dir=data_dir,
        database_url=env.get("DATABASE_URL") or None,
        redis_url=env.get("REDIS_URL") or None,
        secret_key=env.get("SECRET_KEY") or kept_secret(data_dir),
        base_url=base_url,
        smtp_url=mail_server(env.get("SMTP_URL") or None),
        mail_from=sender(env.get("MAIL_FROM") or f"no-reply@{urlsplit(base_url).hostname}"),
        dkim_key=private_key(env),
        dkim_selector=env.get("DKIM_SELECTOR", ""),
        places=Path(env["WAYPOST_PLACES"]).expanduser().resolve() if env.get("WAYPOST_PLACES") else None,
        host=host,
        port=port,
        web_processes=whole(env, "WAYPOST_WEB_PROCESSES", 1, least=1),
        web_threads=whole(env, "WAYPOST_WEB_THREADS", 4, least=1),
        api_limit=env.get("WAYPOST_API_LIMIT", "200 per second"),
        lookup_limit_address=env.get("WAYPOST_LOOKUP_LIMIT_ADDRESS", "30 per 10 minutes"),
        lookup_limit_order=env.get("WAYPOST_LOOKUP_LIMIT_ORDER", "10 per hour"),
        lookup_limit_merchant=env.get("WAYPOST_LOOKUP_LIMIT_MERCHANT", "600 per minute"),
        proxy_hops=whole(env, "WAYPOST_PROXY_HOPS", 0),
        log_level=env.get("WAYPOST_LOG_LEVEL") or "info",
        process=env.get("WAYPOST_PROCESS", ""),
    )


def current() -> Settings:
    """The settings of the application that this runs in."""
    known: Settings = current_app.config["SETTINGS"]
    return known


def to_environ(settings: Settings, process: str) -> dict[str, str]:
    """The environment for a process that is started here: this one's own, with `settings` put in.

    OpenMP is held to one thread: with more, a prediction in a forked worker can hang for good.
    """
    addresses = {"DATABASE_URL": settings.database_url, "REDIS_URL": settings.redis_url}
    return {
        **os.environ,
        **{name: value for name, value in addresses.items() if value},
        "WAYPOST_DATA_DIR": str(settings.data_dir),
        "WAYPOST_HOST": settings.host,
        "WAYPOST_PORT": str(settings.port),
        "WAYPOST_PROCESS": process,
        "OMP_NUM_THREADS": "1",
    }


def whole(env: Mapping[str, str], name: str, default: int, *, least: int = 0, most: int = 10_000) -> int:
    """A whole number from `least` to `most`; raise `BadSetting` for anything else."""
    value = env.get(name) or str(default)
    if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
        raise BadSetting(f"{name} must be a whole number from {least} to {most}, not {value!r}")
    return int(value)


def mail_server(url: str | None) -> str | None:
    """The mail server's address; raise `BadSetting`, which does not repeat it, where it is none."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("smtp", "smtps") and parts.hostname and parts.port != 0
    except ValueError:  # a port that is no number
        good = False
    if not good:
        raise BadSetting(
            "SMTP_URL must be like smtp://user:password@host:587 or smtps://user:password@host:465"
        )
    return url


def sender(address: str) -> str:
    """An address that mail may come from; raise `BadSetting` for anything else."""
    if not re.fullmatch(r"[!-~]+@[!-~]+", address) or set(address) & set("<>,;"):
        raise BadSetting(f"MAIL_FROM must be a bare e-mail address, not {address!r}")
    return address


def private_key(env: Mapping[str, str]) -> Path | None:
    """The file with the key that mail is signed with; raise `BadSetting` where it is none, or has no selector."""
    if not (env.get("DKIM_KEY_FILE") or env.get("DKIM_SELECTOR")):
        return None
    if not (env.get("DKIM_KEY_FILE") and env.get("DKIM_SELECTOR")):
        raise BadSetting("DKIM_KEY_FILE and DKIM_SELECTOR are set together or not at all")
    path = Path(env["DKIM_KEY_FILE"]).expanduser().resolve()
    try:
        has_key = "PRIVATE KEY-----" in path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as exc:
        raise BadSetting(f"DKIM_KEY_FILE can't be read: {type(exc).__name__}") from exc
    if not has_key:
        raise BadSetting("DKIM_KEY_FILE must hold an RSA private key in PEM")
    return path


def reachable(host: str) -> str:
    """A host as this machine's browser can open it: the wildcard addresses stand for any of its own."""
    try:
        address = ip_address(host)
    except ValueError:  # a name
        return host
    if address.is_unspecified:
        return "localhost"
    return f"[{host}]" if address.version == 6 else host


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
