"""Addresses that merchants choose: they lead to the open internet, and never inside."""

import socket
from dataclasses import replace

import pytest
import requests
from flask import Flask

from commerce import open_internet
from tests.ports import free_port

INSIDE = [
    "http://10.0.0.1/",
    "http://192.168.1.1/",
    "http://172.16.0.9/",
    "http://169.254.169.254/latest/meta-data",
    "http://[fd00::1]/",
    "http://[::ffff:10.0.0.1]/",
    "http://0.0.0.0/",
    "http://100.64.0.1/",
    "http://224.0.0.1/",
    "http://printer.local/",
    "http://vault.internal/",
]
OWN = [
    "http://127.0.0.1/",
    "http://[::1]/",
    "http://localhost/",
    "http://shop.localhost/",
    "http://localhost./",
]


@pytest.fixture
def production(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], env="production"))


@pytest.mark.parametrize("url", INSIDE)
def test_addresses_of_private_networks_are_plainly_inside(app: Flask, url: str) -> None:
    assert open_internet.is_plainly_inside(url)


@pytest.mark.parametrize("url", OWN)
def test_this_machine_is_open_in_development(app: Flask, url: str) -> None:
    assert not open_internet.is_plainly_inside(url)


@pytest.mark.parametrize("url", OWN)
def test_this_machine_is_inside_in_production(production: None, url: str) -> None:
    assert open_internet.is_plainly_inside(url)


@pytest.mark.parametrize(
    "url", ["http://93.184.215.14/", "https://shop.example.com/hook", "http://[2606:2800::1]/"]
)
def test_the_open_internet_is_open(production: None, url: str) -> None:
    assert not open_internet.is_plainly_inside(url)


def test_a_name_that_leads_inside_is_not_connected_to(
    production: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", free_port())) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        place = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [place])
        with pytest.raises(open_internet.Inside), open_internet.session() as web:
            web.get(f"http://shop.example.com:{port}/", timeout=2)
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_name_that_is_nobodys_fails_as_any_call_does(app: Flask) -> None:
    with pytest.raises(requests.ConnectionError), open_internet.session() as web:
        web.get("http://nobody.invalid/", timeout=2)
