"""Calls to addresses that merchants choose: they reach the open internet only, never our own network.

The address that was looked at is the one that is connected to, so a name that answers differently a moment
later (DNS rebinding) gains nothing. In development this machine itself is open too, for receivers under test.
"""

import ipaddress
import socket
from typing import Any
from urllib.parse import urlsplit

import requests
from flask import current_app
from requests.adapters import HTTPAdapter
from urllib3 import PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import NewConnectionError
from urllib3.util.connection import create_connection


class Inside(Exception):
    """The host lies inside our own network."""


class Guarded(HTTPConnection):
    """A connection to none but addresses of the open internet."""

    def _new_conn(self) -> socket.socket:
        """As the parent's, with the name looked up here, and every address it has looked at."""
        try:
            places = addresses(self.host, self.port)
            return create_connection(
                (places[0], self.port),
                self.timeout,
                source_address=self.source_address,
                socket_options=self.socket_options,
            )
        except OSError as exc:
            raise NewConnectionError(self, f"no connection: {type(exc).__name__}") from exc


class GuardedTLS(Guarded, HTTPSConnection):
    """The same with TLS; the certificate is checked for the name, as ever."""


class GuardedPool(HTTPConnectionPool):
    ConnectionCls = Guarded


class GuardedTLSPool(HTTPSConnectionPool):
    ConnectionCls = GuardedTLS


class GuardedAdapter(HTTPAdapter):
    """Lets a session of `requests` use guarded connections."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        manager: PoolManager = self.poolmanager
        manager.pool_classes_by_scheme = {"http": GuardedPool, "https": GuardedTLSPool}


def session() -> requests.Session:
    """A session that can't be led inside: no proxy or .netrc of the environment, no redirection by itself.

    Its calls raise `Inside` for a host of our own network, and what `requests` raises besides.
    """
    made = requests.Session()
    made.trust_env = False
    made.mount("http://", GuardedAdapter())
    made.mount("https://", GuardedAdapter())
    return made


def addresses(host: str, port: int) -> list[str]:
    """The addresses of a host; `Inside` where one of them is ours, `OSError` where it has none."""
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not all(is_outside(address) for address in found):
        raise Inside(f"{host} is not on the open internet")
    return found


def is_outside(address: str) -> bool:
    """Whether an IP address is one of the open internet or, in development, this machine's own."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip
    own = ip.is_loopback and not current_app.config["SETTINGS"].production
    return own or (ip.is_global and not ip.is_multicast)


def is_plainly_inside(url: str) -> bool:
    """Whether the address itself says, with no look-up, that it leads inside."""
    host = urlsplit(url).hostname or ""
    try:
        return not is_outside(host)
    except ValueError:
        name = host.rstrip(".")
        local = name == "localhost" or name.endswith(".localhost")
        return name.endswith((".local", ".internal")) or (local and not is_outside("127.0.0.1"))
