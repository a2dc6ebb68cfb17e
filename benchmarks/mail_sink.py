"""A mail server that takes everything: keeps the newest message, and at its end writes down how many came."""

import asyncio
import signal
import sys
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP


class Sink:
    """What came."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.count, self.newest = folder, 0, b""

    async def handle_EHLO(
        self, server: SMTP, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        name, *offers = responses
        return [name, "250-PIPELINING", *offers]  # as nearly all servers do

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        self.count, self.newest = self.count + 1, envelope.content
        return "250 OK"

    def write(self) -> None:
        (self.folder / "mail.eml").write_bytes(self.newest)
        (self.folder / "mails.txt").write_text(str(self.count))


async def serve(port: int, folder: Path) -> None:
    sink, stopping = Sink(folder), asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stopping.set)
    server = await loop.create_server(
        lambda: SMTP(sink, enable_SMTPUTF8=True, loop=loop), "127.0.0.1", port, backlog=64
    )
    await stopping.wait()
    server.close()
    sink.write()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
