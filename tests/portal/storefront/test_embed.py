"""The element's script: small, alone, and sent once."""

from flask.testing import FlaskClient

from portal.storefront import embed


def test_it_is_sent_once_to_pages_anywhere(client: FlaskClient) -> None:
    first = client.get("/v1/embed.js")
    assert first.content_type.startswith("text/javascript")
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in first.headers
    again = client.get("/v1/embed.js", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_it_is_small_and_needs_nothing_else() -> None:
    body, _ = embed.script()
    assert len(body) <= 8192
    assert b"import " not in body
    assert b"http" not in body
    assert b"cookie" not in body


def test_there_is_no_demo_shop_where_none_was_made(client: FlaskClient) -> None:
    assert client.get("/demo-shop").status_code == 404
