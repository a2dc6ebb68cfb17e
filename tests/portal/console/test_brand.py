"""The brand: what the form says is what the file says, and the real pages show a draft before it is saved."""

import io
import re
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image

from commerce import audit, merchant_changes, merchant_export, merchant_file, merchants
from commerce.models import Merchant
from tests.builders import make_order
from tests.portal.console.staffing import Desk, make_user, signed_in

SHOP = """
slug: acme
name: Acme
country: US
currency: USD
time_zone: America/New_York
locales: [en, ja]
brand:
  accent: "#1f6f5c"
  logo_url: https://acme.test/logo.png
  sentences: {delivered: {en: Enjoy., ko: 즐기세요.}}
  faq:
    - {question: {en: Where is it?}, answer: {en: On its way.}, shown_for: [in_transit]}
    - {question: {en: Who are you?}, answer: {en: Acme.}}
"""


@pytest.fixture
def merchant(app: object, tmp_path: Path) -> Merchant:
    merchant_changes.apply(merchant_file.read(SHOP.encode()))
    return known()  # type: ignore[return-value]


def known() -> merchants.Known:
    found = merchants.fresh("acme")
    assert found
    return found


def form_of(desk: Desk) -> dict[str, str]:
    """The form as a browser would send it back untouched, its ticks left aside."""
    html = desk.get("/brand").text
    form = html[html.index('id="brand-form"') :]
    fields = dict(re.findall(r'<input[^>]* name="([\w-]+)"[^>]* value="([^"]*)"', form))
    fields |= dict(re.findall(r'<textarea[^>]* name="([\w-]+)"[^>]*>([^<]*)</textarea>', form))
    for name, options in re.findall(r'<select[^>]* name="([\w-]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields[name] = chosen[1] if chosen else ""
    fields.pop("csrf_token", None)
    return {name: value for name, value in fields.items() if not name.endswith("-for") and name != "night"}


def save(desk: Desk, **changes: str | list[str]) -> tuple[int, str]:
    answer = desk.send("/brand", **form_of(desk) | {"faq-0-for": "in_transit"} | changes)
    return answer.status_code, answer.text


def test_the_form_as_it_came_changes_nothing(desk: Desk, merchant: Merchant) -> None:
    before = known()
    assert save(desk)[0] == 200
    assert (known().version, known().config) == (before.version, before.config)


def test_what_is_saved_is_what_the_file_says(desk: Desk, merchant: Merchant) -> None:
    save(desk, **{"accent": "#aa3300", "sentence-late-ja": "申し訳ありません。", "radius": "4"})
    brand = merchant_export.document(known())["brand"]
    assert (brand["accent"], brand["radius"]) == ("#aa3300", 4)
    assert brand["sentences"] == {
        "delivered": {"en": "Enjoy.", "ko": "즐기세요."},
        "late": {"ja": "申し訳ありません。"},
    }
    again = merchant_file.read(merchant_export.as_yaml(merchant_export.document(known())).encode())
    assert merchant_changes.apply(again).changed == []


def test_the_log_has_what_was_changed_before_and_after(desk: Desk, merchant: Merchant) -> None:
    save(desk, accent="#aa3300")
    [entry] = [one for one in audit.listed(merchant.id) if one.action == "brand_set"]
    assert (entry.before, entry.after) == ({"accent": "#1f6f5c"}, {"accent": "#aa3300"})


def test_an_emptied_question_is_gone_and_a_new_one_is_added(desk: Desk, merchant: Merchant) -> None:
    changes = {"faq-0-question-en": "", "faq-0-answer-en": ""}
    save(
        desk,
        **changes
        | {"faq-2-question-en": "Gift wrap?", "faq-2-answer-en": "Yes.", "faq-2-for": ["late", "delivered"]},
    )
    assert [one["question"]["en"] for one in known().config["brand"]["faq"]] == ["Who are you?", "Gift wrap?"]
    assert known().config["brand"]["faq"][1]["shown_for"] == ["late", "delivered"]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("accent", "green", "Not a colour"),
        ("support_url", "javascript:alert(1)", "Not an http or https address"),
        ("radius", "round", "Not a valid integer"),
        ("faq-0-answer-ja", "はい", "not in the same languages"),
        ("slot-text-en", "Words without a title", "Missing data"),
    ],
)
def test_what_the_file_may_not_say_is_told_at_its_field_and_changes_nothing(
    desk: Desk, merchant: Merchant, field: str, value: str, said: str
) -> None:
    before = known().config
    status, text = save(desk, **{field: value})
    assert status == 422 and said in text and value in text
    assert known().config == before


def test_who_saves_over_a_colleague_sees_both_and_changes_nothing(
    app: Flask, desk: Desk, merchant: Merchant
) -> None:
    seen = form_of(desk)
    other = signed_in(app, make_user(merchant, "manager"))
    save(other, accent="#102030")
    answer = desk.send("/brand", **seen | {"accent": "#405060", "faq-0-for": "in_transit"})
    assert answer.status_code == 409
    assert "<td>#102030</td><td>#405060</td>" in answer.text
    assert known().config["brand"]["accent"] == "#102030"


def test_a_change_elsewhere_in_the_shop_is_no_conflict(desk: Desk, merchant: Merchant) -> None:
    seen = form_of(desk)
    contents = merchant_export.document(known()) | {"name": "Acme & Co"}
    merchant_changes.apply(merchant_file.made_of(contents))
    assert desk.send("/brand", **seen | {"accent": "#405060", "faq-0-for": "in_transit"}).status_code == 200
    assert (known().config["name"], known().config["brand"]["accent"]) == ("Acme & Co", "#405060")


def test_the_preview_is_the_real_page_in_the_draft(desk: Desk, merchant: Merchant) -> None:
    draft = form_of(desk) | {"accent": "#aa3300", "sentence-late-en": "We are sorry.", "show": "tracking"}
    answer = desk.send("/brand/preview", **draft | {"moment": "late", "lang": "en"})
    assert "--accent:#aa3300" in answer.text and "We are sorry." in answer.text
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert known().config["brand"]["accent"] == "#1f6f5c"


@pytest.mark.parametrize("shown", ["tracking", "lookup", "return"])
def test_each_page_of_the_preview_is_drawn(desk: Desk, merchant: Merchant, shown: str) -> None:
    make_order(merchant)
    answer = desk.send("/brand/preview", **form_of(desk) | {"show": shown, "lang": "ja", "night": "yes"})
    assert answer.status_code == 200 and 'lang="ja"' in answer.text


def test_a_draft_that_is_half_wrong_is_shown_as_far_as_it_is_right(desk: Desk, merchant: Merchant) -> None:
    draft = form_of(desk) | {"accent": "#aa3300", "background": "no colour", "show": "lookup"}
    answer = desk.send("/brand/preview", **draft)
    assert answer.status_code == 200 and "--accent:#aa3300" in answer.text


def test_colours_that_can_not_be_read_are_told_with_their_contrast(desk: Desk, merchant: Merchant) -> None:
    answer = desk.send("/brand/contrast", **form_of(desk) | {"text": "#cccccc"})
    assert "1.4 : 1, needs 4.5 : 1" in answer.text and "Corrected" in answer.text


def test_the_page_alone_may_hold_frames(desk: Desk, merchant: Merchant) -> None:
    assert "frame-src 'self'" in desk.get("/brand").headers["Content-Security-Policy"]
    assert "frame-src" not in desk.get("/today").headers["Content-Security-Policy"]


def picture() -> tuple[io.BytesIO, str]:
    out = io.BytesIO()
    Image.new("RGB", (400, 100), (10, 90, 60)).save(out, "PNG")
    return io.BytesIO(out.getvalue()), "logo.png"


def test_an_uploaded_logo_is_shown_at_once_and_stands_in_the_file(desk: Desk, merchant: Merchant) -> None:
    desk.send("/brand/logo", logo=picture())
    url = known().config["brand"]["logo_url"]
    assert url == f"http://waypost.test/brand/acme/{known().logo}.png"
    assert desk.client.get(url.removeprefix("http://waypost.test")).status_code == 200
    assert audit.listed(merchant.id)[0].action == "logo_set"


def test_what_is_no_picture_is_no_logo(desk: Desk, merchant: Merchant) -> None:
    answer = desk.send("/brand/logo", logo=(io.BytesIO(b"<svg onload=alert(1)>"), "logo.png"))
    assert "picture that can be used" in answer.text
    assert known().config["brand"]["logo_url"] == "https://acme.test/logo.png"


def test_a_logo_is_taken_away(desk: Desk, merchant: Merchant) -> None:
    desk.send("/brand/logo/remove")
    assert known().config["brand"]["logo_url"] is None
