"""The settings."""

import re
from pathlib import Path

import pytest

from commerce import settings
from commerce.settings import BadSetting, MissingSetting

SECRETS = {
    "SECRET_KEY": "k",
    "DATABASE_URL": "postgresql://db/waypost",
    "REDIS_URL": "redis://r",
    "BASE_URL": "https://track.example.com",
}


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {"WAYPOST_DATA_DIR": str(tmp_path)}


@pytest.mark.parametrize("name", SECRETS)
def test_production_names_what_is_missing(env: dict[str, str], name: str) -> None:
    given = {**env, **SECRETS, "WAYPOST_ENV": "production", name: ""}
    with pytest.raises(MissingSetting, match=f"needs {name} to be set"):
        settings.from_environ(given)


def test_production_starts_with_all_that_it_needs(env: dict[str, str]) -> None:
    config = settings.from_environ({**env, **SECRETS, "WAYPOST_ENV": "production"})
    assert config.production and config.base_url == "https://track.example.com"


def test_a_production_secret_never_comes_from_the_data_folder(env: dict[str, str], tmp_path: Path) -> None:
    settings.from_environ(env)
    with pytest.raises(MissingSetting, match="SECRET_KEY"):
        settings.from_environ({**env, **SECRETS, "WAYPOST_ENV": "production", "SECRET_KEY": ""})


def test_without_settings_the_embedded_servers_serve(env: dict[str, str]) -> None:
    config = settings.from_environ(env)
    assert (config.database_url, config.redis_url, config.base_url) == (None, None, "http://127.0.0.1:8000")


def test_a_secret_key_is_made_once_and_only_its_owner_reads_it(env: dict[str, str], tmp_path: Path) -> None:
    first, second = settings.from_environ(env), settings.from_environ(env)
    assert first.secret_key == second.secret_key and len(first.secret_key) >= 48
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WAYPOST_PORT", "http"),
        ("WAYPOST_PORT", "0"),
        ("WAYPOST_PORT", "65536"),
        ("WAYPOST_PORT", "-1"),
        ("WAYPOST_WEB_THREADS", "0"),
        ("WAYPOST_WEB_PROCESSES", "two"),
        ("WAYPOST_PROXY_HOPS", "1.5"),
        ("WAYPOST_ENV", "prod"),
    ],
)
def test_an_unusable_value_is_named(env: dict[str, str], name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=f"{name} must be .*{value}"):
        settings.from_environ({**env, name: value})


def test_what_was_typed_stands_before_the_environment(env: dict[str, str]) -> None:
    given = {**env, "WAYPOST_HOST": "10.0.0.1", "WAYPOST_PORT": "8001"}
    config = settings.from_environ(given, WAYPOST_PORT=8002, WAYPOST_HOST=None)
    assert (config.host, config.port) == ("10.0.0.1", 8002)


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://localhost:8000"),
        ("::", "http://localhost:8000"),
        ("::1", "http://[::1]:8000"),
    ],
)
def test_the_address_to_open_is_one_that_opens(env: dict[str, str], host: str, url: str) -> None:
    assert settings.from_environ({**env, "WAYPOST_HOST": host}).base_url == url


def test_a_process_that_is_started_here_reads_the_same_settings(env: dict[str, str]) -> None:
    config = settings.from_environ({**env, **SECRETS, "WAYPOST_HOST": "0.0.0.0", "WAYPOST_PORT": "9000"})
    passed_on = settings.to_environ(config, "web")
    read = settings.from_environ({**SECRETS, **passed_on})
    assert (read.database_url, read.redis_url, read.host, read.port, read.data_dir, read.process) == (
        (config.database_url, config.redis_url, "0.0.0.0", 9000, config.data_dir, "web")
    )


def test_every_process_has_one_openmp_thread(env: dict[str, str]) -> None:
    assert settings.to_environ(settings.from_environ(env), "web")["OMP_NUM_THREADS"] == "1"


def test_the_folder_for_sockets_is_short_however_long_the_data_folder_is(tmp_path: Path) -> None:
    config = settings.from_environ({"WAYPOST_DATA_DIR": str(tmp_path / ("x" * 150)), "SECRET_KEY": "k"})
    assert len(str(config.socket_dir / "pg" / ".s.PGSQL.5432")) < 100


def test_every_setting_is_documented() -> None:
    root = Path(settings.__file__).resolve().parent.parent
    documented = (root / "docs" / "configuration.md").read_text(encoding="utf-8")
    read = re.findall(r'"([A-Z]+_[A-Z_]+)"', Path(settings.__file__).read_text(encoding="utf-8"))
    assert {name for name in read if f"`{name}`" not in documented} == set()


@pytest.mark.parametrize(
    "url", ["http://mail.test", "smtp://", "mail.test:25", "smtp://u:s3cret@mail.test:x"]
)
def test_a_mail_server_that_is_none_is_refused_and_its_password_not_told(
    env: dict[str, str], url: str
) -> None:
    with pytest.raises(BadSetting, match="SMTP_URL must be like") as raised:
        settings.from_environ({**env, "SMTP_URL": url})
    assert "s3cret" not in str(raised.value)


@pytest.mark.parametrize("address", ["shop", "Acme <no-reply@acme.test>", "a@b.test, c@d.test", "@acme.test"])
def test_mail_comes_from_one_bare_address(env: dict[str, str], address: str) -> None:
    with pytest.raises(BadSetting, match="MAIL_FROM"):
        settings.from_environ({**env, "MAIL_FROM": address})


def test_mail_comes_from_the_host_that_shoppers_know(env: dict[str, str]) -> None:
    assert settings.from_environ({**env, **SECRETS}).mail_from == "no-reply@track.example.com"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"DKIM_SELECTOR": "a"}, "set together"),
        ({"DKIM_KEY_FILE": "/nowhere/key.pem", "DKIM_SELECTOR": "a"}, "can't be read"),
        ({"DKIM_KEY_FILE": "/etc/hostname", "DKIM_SELECTOR": "a"}, "must hold an RSA private key"),
    ],
)
def test_a_key_for_mail_that_is_none_is_refused(env: dict[str, str], told: dict[str, str], said: str) -> None:
    with pytest.raises(BadSetting, match=said):
        settings.from_environ({**env, **told})
