"""A small load generator: kept-alive connections, one request at a time on each, raw sockets."""

import select
import socket
import time
from collections.abc import Callable, Iterator
from itertools import cycle


def request(path: str, *, headers: dict[str, str] | None = None, body: bytes | None = None) -> bytes:
    """The bytes of one HTTP/1.1 request; a body makes it a POST."""
    lines = [f"{'GET' if body is None else 'POST'} {path} HTTP/1.1", "Host: localhost", "Accept: */*"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    if body is not None:
        lines += [f"Content-Length: {len(body)}", "Content-Type: application/json"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + (body or b"")


class Connection:
    """One kept-alive connection to a port on loopback."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""

    def ask(self, message: bytes) -> tuple[int, bytes, bytes]:
        """Send a request, read its answer: status, head, body."""
        self.socket.sendall(message)
        return self.answer()

    def answer(self) -> tuple[int, bytes, bytes]:
        """Read one answer, its body by Content-Length (a 304 has none)."""
        while b"\r\n\r\n" not in self.buffer:
            self.read()
        head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
        status = int(head[9:12])
        length = 0 if status == 304 else content_length(head)
        while len(self.buffer) < length:
            self.read()
        body, self.buffer = self.buffer[:length], self.buffer[length:]
        return status, head, body

    def read(self) -> None:
        chunk = self.socket.recv(262_144)
        if not chunk:
            raise ConnectionError("the server closed the connection")
        self.buffer += chunk

    def close(self) -> None:
        self.socket.close()


def content_length(head: bytes) -> int:
    """What the head says of the body's length; 0 where it says nothing."""
    lower = head.lower()
    at = lower.find(b"content-length:")
    return int(lower[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0


def rate(
    port: int, messages: Callable[[], Iterator[bytes]], *, seconds: float, clients: int, status: int
) -> float:
    """Requests per second answered with `status` over `clients` connections; another answer raises."""
    connections = {conn.socket.fileno(): conn for conn in (Connection(port) for _ in range(clients))}
    supply = messages()
    waiter = select.epoll()
    for number, connection in connections.items():
        waiter.register(number, select.EPOLLIN)
        connection.socket.sendall(next(supply))
    done, start = 0, time.perf_counter()
    while (spent := time.perf_counter() - start) < seconds:
        for number, _ in waiter.poll(1.0):
            connection = connections[number]
            got, _, _ = connection.answer()
            if got != status:
                raise RuntimeError(f"expected {status}, got {got}")
            done += 1
            connection.socket.sendall(next(supply))
    for connection in connections.values():
        connection.close()
    return done / spent


def again(message: bytes) -> Callable[[], Iterator[bytes]]:
    """The same request for ever."""
    return lambda: cycle([message])
