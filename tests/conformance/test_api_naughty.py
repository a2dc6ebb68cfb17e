"""Lists of hostile strings, each in every text field of the API."""

import json
from pathlib import Path

import pytest

from tests.portal.calling import ApiClient
from tests.portal.conftest import api, merchant  # noqa: F401
from tests.portal.naughty import events_of, is_printable, order_of, shipment_of

NAUGHTY = Path(__file__).resolve().parents[2].parent / "shared" / "fixtures" / "_split" / "shared" / "naughty"
pytestmark = pytest.mark.skipif(not NAUGHTY.is_dir(), reason="the lists of naughty strings are not here")

FILES = sorted(NAUGHTY.glob("*")) if NAUGHTY.is_dir() else []
AT_ONCE = 250


def texts_of(path: Path) -> list[str]:
    content = path.read_text(encoding="utf-8", errors="replace")
    lines = json.loads(content) if path.suffix == ".json" else content.splitlines()
    return [line[:60] for line in lines]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_printable_one_is_kept_as_it_is(api: ApiClient, path: Path) -> None:  # noqa: F811
    texts = [text for text in texts_of(path) if is_printable(text)]
    for start in range(0, len(texts), AT_ONCE):
        some = texts[start : start + AT_ONCE]
        lines = [order_of(text)["lines"][0] | {"id": f"{n} {text}"} for n, text in enumerate(some)]
        stored = api.put("/v1/orders/1", json=order_of(some[0]) | {"lines": lines}).json
        assert [line["variant"] for line in stored["lines"]] == some
        api.post("/v1/orders/1/shipments", json=shipment_of(some[-1]) | {"id": f"S{start}", "lines": []})
        events = [event for text in some for event in events_of(text)["events"]]
        told = api.post(f"/v1/shipments/S{start}/events", json={"events": events}).json
        assert {event["message"] for event in told["events"]} == set(some)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_unprintable_one_is_refused(api: ApiClient, path: Path) -> None:  # noqa: F811
    refused = [text for text in texts_of(path) if not is_printable(text)]
    answers = [api.put("/v1/orders/1", json=order_of(text)) for text in refused]
    assert {answer.status_code for answer in answers} <= {422}
