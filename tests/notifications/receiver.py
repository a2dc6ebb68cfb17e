"""A merchant's program on loopback: it keeps what is posted to it, and answers as it is told."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Posted:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """What came so far, and what is answered next: a status, a body, headers."""

    url: str = ""
    posted: list[Posted] = field(default_factory=list)
    status: int = 200
    answer: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    hangs: threading.Event | None = None  # no answer comes before it is set
    judge: Callable[[Posted], tuple[int, bytes]] | None = None  # answers as a real one would, instead


@contextmanager
def opened() -> Iterator[Receiver]:
    """A receiver that listens inside the block."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            posted = Posted(self.path, headers, self.rfile.read(length))
            receiver.posted.append(posted)
            if receiver.hangs:
                receiver.hangs.wait(10)
                self.close_connection = True
                return
            judged = receiver.judge(posted) if receiver.judge else None
            status, answer = judged or (receiver.status, receiver.answer)
            self.send_response(status)
            for name, value in (receiver.headers | {"Content-Length": str(len(answer))}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    receiver.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield receiver
    finally:
        if receiver.hangs:
            receiver.hangs.set()
        server.shutdown()
        thread.join()
        server.server_close()
