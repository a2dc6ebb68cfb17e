"""The console in a real browser: a server of its own, and somebody signed in."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from commerce import staff_sessions
from commerce.database import db
from commerce.models import User

COMES_BACK = re.compile(r"status of 4(09|22)\b")  # a form that is shown again is no fault of its page


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The application's address on loopback."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@contextmanager
def tab_of(
    browser: Browser,
    app: Flask,
    address: str,
    user: User | None,
    look: tuple[int, str] = (1280, "light"),
    **more: object,
) -> Iterator[Page]:
    """A tab in which the person is signed in; errors and requests to other hosts fail the test."""
    width, scheme = look
    context = browser.new_context(
        viewport={"width": width, "height": 844},
        color_scheme=scheme,
        base_url=address,
        **more,  # type: ignore[arg-type]
    )
    if user:
        token = staff_sessions.begin(user, "127.0.0.1", "Test browser")
        db.session.commit()
        serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        cookie = serializer.dumps({"token": token, "_permanent": True})
        context.add_cookies([{"name": "session", "value": cookie, "url": f"{address}/console"}])
    tab = context.new_page()
    tab.set_default_timeout(30_000)
    troubles: list[str] = []
    tab.on(
        "console",
        lambda said: (
            troubles.append(said.text)
            if said.type in ("error", "warning") and not COMES_BACK.search(said.text)
            else None
        ),
    )
    tab.on("pageerror", lambda error: troubles.append(str(error)))
    tab.on(
        "request",
        lambda asked: None if asked.url.startswith((address, "data:")) else troubles.append(asked.url),
    )
    yield tab
    context.close()
    assert troubles == [], troubles
