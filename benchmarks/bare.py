"""The baselines: bare Flask routes that do only what no server could leave out.

They read what to answer from the files and rows that the environment names, once, when they start.
"""

import os
import threading
from pathlib import Path

import psycopg
from flask import Flask, Response, request

from commerce import keys
from portal.shopper import load
from returns import order_case, published

app = Flask("bare", static_folder=None)
folder = Path(os.environ["BENCH_FOLDER"])
local = threading.local()

ONLY = 1  # the stage's only merchant
PAGE = (folder / "page.html").read_bytes() if (folder / "page.html").exists() else b""


def connection() -> psycopg.Connection[tuple[object, ...]]:
    if not hasattr(local, "connection"):
        local.connection = psycopg.connect(os.environ["BENCH_DATABASE"], autocommit=True, prepare_threshold=1)
    return local.connection


@app.get("/bytes")
def from_memory() -> Response:
    return Response(PAGE, content_type="text/html; charset=utf-8")


@app.get("/statements/<token>")
def same_statements(token: str) -> Response:
    """The statements of a first view, and the bytes."""
    run = connection().execute
    merchant_id, order_id, *_ = run(load.LATEST.encode(), (token,)).fetchone()
    key = (merchant_id, order_id)
    run(load.ORDER.encode(), key).fetchall()
    rows = run(load.SHIPMENTS.encode(), key).fetchall()
    run(load.SCANS.encode(), (merchant_id, [row[5] for row in rows])).fetchall()
    return Response(PAGE, content_type="text/html; charset=utf-8")


@app.post("/eligibility")
def same_questions() -> Response:
    """The statements of a question of eligibility, its key's among them, and the bytes."""
    run = connection().execute
    run(keys.FIND.encode(), (request.headers["Authorization"].encode(),)).fetchall()
    order_id = run(order_case.ORDER.encode(), (ONLY, request.get_json()["order"])).fetchone()[0]
    run(order_case.TAKEN.encode(), (ONLY, order_id, ONLY, order_id)).fetchall()
    run(published.PUBLISHED.encode(), (ONLY,)).fetchall()
    return Response(PAGE, content_type="application/json")


@app.post("/insert")
def one_row() -> Response:
    """One row, committed."""
    connection().execute("INSERT INTO bench_rows (body) VALUES (%s)", (request.get_data(),))
    return Response(b'{"status":"ok"}', content_type="application/json")
