"""Whole pages: complete, small, and safe with any text."""

import gzip
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.shopper.page import Brand, Event, Item, LookupPage, Parcel, TrackingPage
from portal.shopper.render import render_lookup, render_message, render_tracking
from tests.portal.shopper import gallery
from tests.portal.shopper.gallery import ACME, LOCALES, PAGE, PAGES, PARCEL, TODAY, at

VOID = {"meta", "link", "img", "input", "br", "path"}


class Reader(HTMLParser):
    """Collects elements and text, and checks that elements close in order."""

    def __init__(self, html: bytes) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html.decode())
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", gallery.NAMES)
def test_every_state_is_a_whole_page_in_every_language(name: str, locale: str) -> None:
    html = gallery.render(name, locale).html
    elements = Reader(html).elements
    assert [tag for tag, _ in elements].count("h1") == 1
    assert ("html", {"lang": locale}) in elements
    identifiers = [attributes["id"] for _, attributes in elements if "id" in attributes]
    assert len(identifiers) == len(set(identifiers))
    assert b"%(" not in html or name == "hostile-text"
    assert len(gzip.compress(html, 6)) < 12_000


@pytest.mark.parametrize("name", gallery.NAMES)
def test_no_page_names_the_software_behind_it_or_another_host(name: str) -> None:
    for tag, attributes in Reader(gallery.render(name, "en").html).elements:
        source = attributes.get("src") or (attributes.get("href") if tag == "link" else None) or ""
        assert source == "" or source.startswith("data:")
        assert "style" not in attributes
        assert not any(key.startswith("on") for key in attributes)
    assert b"waypost" not in gallery.render(name, "en").html.lower()


def test_two_statuses_never_say_the_same() -> None:
    pages = {name: gallery.render(name, "en").html for name in PAGES if name.startswith("status-")}
    sentences = {name: re.findall(rb"</h1>.*?<p>(.*?)</p>", html, re.S)[0] for name, html in pages.items()}
    icons = {name: re.findall(rb"<svg.*?</svg>", html)[0] for name, html in pages.items()}
    assert len(set(sentences.values())) == len(set(icons.values())) == len(pages) == 10


def test_equal_pages_make_equal_bytes() -> None:
    again = replace(PAGE, parcels=tuple(replace(parcel) for parcel in PAGE.parcels))
    assert render_tracking(again, "en") == render_tracking(PAGE, "en")


def test_hostile_text_stays_text() -> None:
    html = gallery.render("hostile-text", "en").html.decode()
    assert [tag for tag, _ in Reader(html.encode()).elements].count("script") == 1
    assert "<img" not in html
    assert "javascript:" not in html
    assert "evil.test" not in html


texts = st.text(st.characters(blacklist_categories=()), max_size=60)


@settings(max_examples=50)
@given(texts, texts, texts, texts)
def test_any_text_in_any_field_is_rendered(one: str, two: str, three: str, four: str) -> None:
    parcel = Parcel(
        id="S1",
        status=one,
        carrier_name=two,
        carrier_url=three,
        tracking_number=four,
        delivered_place=one,
        items=(Item(one, two, 3),),
        events=(Event(at(0, 9), two, three, four, one),),
    )
    brand = Brand(name=one, slug=two, accent=three, font=four, logo_url=one, support_email=f"{two}@{three}")
    page = TrackingPage(brand, three, TODAY, TODAY, "UTC", (parcel,), (Item(four),))
    assert render_tracking(page, "ko").html.endswith(b"</html>")


def test_an_own_logo_is_shown_and_named() -> None:
    html = render_tracking(replace(PAGE, brand=replace(ACME, logo_url="/logo.svg")), "en").html
    assert b'<img src="/logo.svg" alt="Acme Outfitters">' in html


def test_the_language_can_be_changed_where_the_shop_offers_several() -> None:
    assert b'href="?lang=ja" lang="ja"' in render_tracking(PAGE, "en").html
    assert b"?lang=" not in render_tracking(replace(PAGE, locales=("en",)), "en").html


def test_the_look_up_form_keeps_what_was_typed() -> None:
    html = render_lookup(LookupPage(ACME, "not_found", '10"01', "ada@example.com"), "en").html
    assert b'value="10&#34;01"' in html
    assert b'value="ada@example.com"' in html
    assert b'aria-invalid="true"' in html


def test_the_look_up_form_is_silent_at_first() -> None:
    html = render_lookup(LookupPage(ACME), "en").html
    assert b'role="alert"' not in html
    assert b"aria-invalid=" not in html


def test_a_wrong_address_of_no_known_shop_is_a_page_all_the_same() -> None:
    html = render_message(None, "not_found", "ja").html
    assert "ページが見つかりません" in html.decode()
    assert b"<header" not in html


@pytest.mark.parametrize(("notice", "linked"), [("not_found", True), ("error", True), ("throttled", False)])
def test_a_message_links_to_the_look_up_where_that_helps(notice: str, linked: bool) -> None:
    html = render_message(ACME, notice, "en").html  # type: ignore[arg-type]
    assert (b'class="button" href="/acme"' in html) == linked


def test_a_parcel_of_many_scans_stays_under_thirty_kilobytes() -> None:
    scans = tuple(
        Event(at(day, hour), "in_transit", None, f"Scan {day}/{hour}", "Oslo")
        for day in range(9)
        for hour in range(24)
    )
    page = replace(PAGE, parcels=(replace(PARCEL, events=scans),))
    assert len(gzip.compress(render_tracking(page, "ja").html, 6)) < 30_000
