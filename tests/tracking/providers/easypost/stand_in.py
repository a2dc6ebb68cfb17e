"""A server on loopback that answers as EasyPost does, and as it does on a bad day."""

import json
import time

from tests.loopback import Answering, Loopback
from tests.tracking.providers.easypost.making import Json


class StandIn(Loopback):
    """Answers every request with `status` and `body`; `asked` keeps what came in."""

    def __init__(self, status: int = 200, body: bytes = b"{}", *, delay: float = 0.0) -> None:
        super().__init__(_Handler)
        self.status, self.body, self.delay = status, body, delay
        self.asked: list[tuple[str, str, str | None, Json]] = []


class _Handler(Answering):
    server: StandIn

    def _answer(self) -> None:
        body = json.loads(self.sent() or b"{}")
        self.server.asked.append((self.command, self.path, self.headers.get("Authorization"), body))
        time.sleep(self.server.delay)
        self.answer(self.server.status, self.server.body)

    do_GET = do_POST = _answer
