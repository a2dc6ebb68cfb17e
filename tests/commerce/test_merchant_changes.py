"""Applying a file makes the merchant what it says, once, and keeps secrets where nobody reads them."""

import threading

import pytest
from flask import Flask, current_app
from sqlalchemy import text

from commerce import keys, merchant_changes, merchants
from commerce.database import db
from commerce.merchant_changes import Applied
from commerce.merchant_file import WrongFile, read
from commerce.vault import WrongSecretKey
from tests.commerce.files import LEAST, WHOLE, changed

pytestmark = pytest.mark.usefixtures("app")


def apply(content: str) -> Applied:
    return merchant_changes.apply(read(content.encode()))


def stored() -> merchants.Known:
    merchant = merchants.fresh("acme")
    assert merchant is not None
    return merchant


def raw_rows() -> str:
    rows = db.session.execute(
        text(
            "SELECT row_to_json(m)::text FROM merchants m"
            " UNION ALL SELECT row_to_json(i)::text || encode(secrets, 'escape') FROM integrations i"
            " UNION ALL SELECT row_to_json(e)::text FROM events e"
        )
    )
    return "\n".join(rows.scalars())


def events() -> list[dict[str, object]]:
    rows = db.session.execute(text("SELECT data FROM events WHERE kind = 'merchant.changed' ORDER BY id"))
    return list(rows.scalars())


def test_the_first_file_makes_the_merchant_and_its_keys() -> None:
    applied = apply(LEAST)
    assert applied.slug == "acme" and applied.changed[:3] == ["slug", "name", "country"]
    assert applied.publishable_key and applied.secret_key
    publishable, secret = keys.find(applied.publishable_key), keys.find(applied.secret_key)
    assert publishable and secret
    assert (publishable.kind, secret.kind) == ("publishable", "secret")
    assert publishable.merchant_id == secret.merchant_id == stored().id
    assert stored().version == 1


@pytest.mark.parametrize("content", [LEAST, WHOLE])
def test_the_same_file_again_changes_nothing(content: str) -> None:
    apply(content)
    before = raw_rows()
    assert apply(content) == Applied("acme", [])
    assert raw_rows() == before


def test_keys_do_not_show_in_what_is_logged_of_the_result() -> None:
    applied = apply(LEAST)
    assert applied.secret_key and applied.secret_key not in repr(applied)


def test_a_change_names_its_sections_moves_the_version_and_is_told() -> None:
    apply(WHOLE)
    content = changed(WHOLE, "name: Acme Outfitters", "name: Acme")
    assert apply(changed(content, "handling_days: 1", "handling_days: 2")).changed == ["name", "locations"]
    assert stored().version == 2 and stored().config["name"] == "Acme"
    assert events()[1:] == [{"changed": ["name", "locations"], "version": 2}]


def test_a_change_is_known_at_once_in_this_process() -> None:
    apply(WHOLE)
    merchants.known("acme")
    apply(changed(WHOLE, "name: Acme Outfitters", "name: Acme"))
    merchant = merchants.known("acme")
    assert merchant is not None and merchant.config["name"] == "Acme"


def test_a_wrong_file_changes_nothing() -> None:
    apply(WHOLE)
    before = raw_rows()
    with pytest.raises(WrongFile):
        apply(changed(WHOLE, "cutoff: 15:00", "cutoff: noon"))
    assert raw_rows() == before


def test_secrets_are_stored_sealed_and_read_back_with_the_settings() -> None:
    apply(WHOLE)
    assert "secret-1" not in raw_rows() and "secret-2" not in raw_rows()
    assert stored().integrations == {
        "easypost": {"api_key": "EZ-secret-1", "webhook_secret": "hook-secret-2", "api_base": None}
    }


INTEGRATION = "{api_key: EZ-secret-1, webhook_secret: hook-secret-2}"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("{}", {"api_key": "EZ-secret-1", "webhook_secret": "hook-secret-2", "api_base": None}),
        ("{api_key: null}", {"webhook_secret": "hook-secret-2", "api_base": None}),
        ("{webhook_secret: new}", {"api_key": "EZ-secret-1", "webhook_secret": "new", "api_base": None}),
        (
            "{api_base: http://127.0.0.1:9}",
            {"api_key": "EZ-secret-1", "webhook_secret": "hook-secret-2", "api_base": "http://127.0.0.1:9"},
        ),
    ],
)
def test_a_secret_left_out_stays_and_null_removes_it(written: str, kept: dict[str, str | None]) -> None:
    apply(WHOLE)
    applied = apply(changed(WHOLE, INTEGRATION, written))
    assert stored().integrations == {"easypost": kept}
    assert applied.changed == ([] if written == "{}" else ["integrations"])


@pytest.mark.parametrize("written", ["easypost:", "stripe: {}"])
def test_an_integration_that_is_no_longer_listed_goes(written: str) -> None:
    apply(WHOLE)
    assert apply(changed(WHOLE, f"easypost: {INTEGRATION}", written)).changed == ["integrations"]
    assert "easypost" not in stored().integrations


def test_the_three_sections_left_out_stay_as_they_are() -> None:
    apply(WHOLE)
    whole = stored()
    content = WHOLE[: WHOLE.index("integrations:")]
    assert apply(content).changed == []
    assert stored() == whole


def test_any_other_section_left_out_goes_back_to_its_defaults() -> None:
    apply(WHOLE)
    assert apply(changed(WHOLE, "tracking: {stalled_after_days: 4, page_path: /track}\n", "")).changed == [
        "tracking"
    ]
    assert stored().config["tracking"] == {"stalled_after_days": 4, "page_path": "/acme"}


def test_secrets_under_another_key_are_said_to_be_so(monkeypatch: pytest.MonkeyPatch, app: Flask) -> None:
    apply(WHOLE)
    other = type(current_app.extensions["vault"])("another key")
    monkeypatch.setitem(app.extensions, "vault", other)
    with pytest.raises(WrongSecretKey):
        apply(WHOLE)


def test_one_of_many_at_once_makes_the_merchant_and_the_rest_find_it(app: Flask) -> None:
    results: list[Applied] = []
    ready = threading.Barrier(6)

    def run(index: int) -> None:
        with app.app_context():
            ready.wait()
            results.append(apply(changed(LEAST, "name: Acme", f"name: Acme {index % 3}")))

    threads = [threading.Thread(target=run, args=(index,)) for index in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 6
    assert sum(applied.secret_key is not None for applied in results) == 1
    assert stored().version == sum(bool(applied.changed) for applied in results) == len(events())
