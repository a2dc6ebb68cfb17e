"""Keys are shown once; origins are those of the merchant's file, and nobody overwrites a colleague."""

import re
from pathlib import Path

import pytest

from commerce import audit, keys, merchant_changes, merchant_file, merchants
from commerce.models import Merchant
from tests.portal.console.staffing import Desk, make_user, signed_in

SHOP = """
slug: acme
name: Acme
country: US
currency: USD
time_zone: America/New_York
locales: [en]
locations:
  - {code: NJ1, kind: warehouse, country: US, postcode: "07001", time_zone: America/New_York,
     working_days: [mon, tue], cutoff: "15:00", handling_days: 1}
storefront_origins: ["https://old.example"]
integrations:
  easypost: {api_key: secret-of-easypost, webhook_secret: other}
"""


@pytest.fixture
def merchant(app: object, tmp_path: Path) -> Merchant:
    merchant_changes.apply(merchant_file.read(SHOP.encode()))
    known = merchants.fresh("acme")
    assert known
    return known  # type: ignore[return-value]


def origins() -> list[str]:
    known = merchants.fresh("acme")
    assert known
    listed: list[str] = known.config["storefront_origins"]
    return listed


def mark(desk: Desk) -> str:
    found = re.search(r'name="mark" value="(\w+)"', desk.get("/settings").text)
    assert found
    return found[1]


def test_a_key_is_shown_once_and_opens_what_it_says(desk: Desk, merchant: Merchant) -> None:
    shown = desk.send("/settings/keys", kind="publishable").text
    found = re.search(r"pk_\w+", shown)
    assert found and keys.find(found[0])
    assert found[0] not in desk.get("/settings").text
    assert found[0] not in str([(e.before, e.after, e.subject) for e in audit.listed(merchant.id)])


def test_a_revoked_key_opens_nothing(desk: Desk, merchant: Merchant) -> None:
    key, plain = keys.create(merchant.id, "secret")
    desk.send("/settings/keys/revoke", key=key.id)
    assert keys.find(plain) is None
    assert audit.listed(merchant.id)[0].before == {"kind": "secret", "ends_with": plain[-4:]}


def test_another_shops_key_is_out_of_reach(desk: Desk, other_user: object) -> None:
    key, plain = keys.create(other_user.merchant_id, "secret")  # type: ignore[attr-defined]
    assert desk.send("/settings/keys/revoke", key=key.id).status_code == 404
    assert keys.find(plain)


def test_origins_are_set_and_the_rest_of_the_shop_stays(desk: Desk, merchant: Merchant) -> None:
    before = merchants.fresh("acme")
    assert before
    desk.send("/settings/origins", mark=mark(desk), origins="https://shop.example\n\nhttps://b.example:8443")
    assert origins() == ["https://shop.example", "https://b.example:8443"]
    after = merchants.fresh("acme")
    assert after and after.integrations == before.integrations
    assert after.config | {"storefront_origins": []} == before.config | {"storefront_origins": []}
    assert audit.listed(merchant.id)[0].before == {"storefront_origins": ["https://old.example"]}


@pytest.mark.parametrize("told", ["shop.example", "https://shop.example/path", "javascript:alert(1)", "*"])
def test_what_is_no_origin_is_told_and_changes_nothing(desk: Desk, merchant: Merchant, told: str) -> None:
    answer = desk.send("/settings/origins", mark=mark(desk), origins=told)
    assert answer.status_code == 422 and "without a path" in answer.text and told in answer.text
    assert origins() == ["https://old.example"]


def test_who_saves_over_a_colleague_is_told(app: object, desk: Desk, merchant: Merchant) -> None:
    seen = mark(desk)
    other = signed_in(app, make_user(merchant, "manager"))  # type: ignore[arg-type]
    other.send("/settings/origins", mark=mark(other), origins="https://theirs.example")
    answer = desk.send("/settings/origins", mark=seen, origins="https://mine.example")
    assert answer.status_code == 409 and "Somebody changed this" in answer.text
    both = "<td>Shop pages</td><td>https://theirs.example</td><td>https://mine.example</td>"
    assert both in answer.text and origins() == ["https://theirs.example"]
