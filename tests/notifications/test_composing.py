"""Every kind of notice, in every language and on every channel."""

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from notifications.composing import FACT, compose
from notifications.facts import Facts, Line, ReturnTerms
from notifications.kinds import KINDS
from notifications.letters import SPOKEN
from tests.notifications.examples import LINES, NOW, PAGE, PARCEL, SHOP, full, least

EVERY = [(kind, locale) for kind in KINDS for locale in SPOKEN]
HOLLOW = re.compile(r"None|\{\{|\}\}|\{%|\(\s*\)|\(\)|  \S|\s[.,。、]|^[.,。、:]|:\s*$", re.MULTILINE)


class Reader(HTMLParser):
    """The words of a page, and what it loads or leads to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.leads: list[str] = []
        self.loads: list[str] = []
        self.hidden = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.hidden += tag in ("style", "title")
        if tag == "a":
            self.leads.append(told.get("href") or "")
        if tag in ("img", "link", "script", "iframe"):
            self.loads.append(told.get("src") or told.get("href") or tag)

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("style", "title")

    def handle_data(self, data: str) -> None:
        if not self.hidden and data.strip():
            self.words.append(data.strip())


@pytest.mark.parametrize("facts_of", [full, least])
@pytest.mark.parametrize(("kind", "locale"), EVERY)
def test_a_mail_is_whole_whatever_is_known(kind: str, locale: str, facts_of: Callable[[str], Facts]) -> None:
    mail = compose(kind, "email", locale, facts_of(kind))
    assert mail.subject and mail.html and not mail.broken
    assert not HOLLOW.search(mail.subject)
    body = mail.text.partition("\n-- \n")[0]
    assert not [line for line in body.splitlines() if HOLLOW.search(line) and not line.endswith(":")]
    shown = Reader(mail.html)
    assert not [words for words in shown.words if "None" in words or "{" in words]
    assert all(lead.startswith(("https://", "mailto:")) for lead in shown.leads)


@pytest.mark.parametrize("facts_of", [full, least])
@pytest.mark.parametrize("channel", ["sms", "whatsapp"])
@pytest.mark.parametrize(("kind", "locale"), EVERY)
def test_a_short_message_ends_with_its_link(
    kind: str, locale: str, channel: str, facts_of: Callable[[str], Facts]
) -> None:
    message = compose(kind, channel, locale, facts_of(kind))
    said, _, link = message.text.rpartition(" ")
    assert link.startswith("https://") and message.subject is None and message.html is None
    assert not HOLLOW.search(said.removesuffix(":"))
    assert all(message.parameters) and len(message.parameters) == (4 if kind in FACT else 3)


@pytest.mark.parametrize(("kind", "locale"), EVERY)
def test_text_and_html_begin_with_the_same_answer(kind: str, locale: str) -> None:
    mail = compose(kind, "email", locale, full(kind))
    headline = mail.text.splitlines()[0]
    html = re.sub("</?span[^>]*>|<wbr>", "", mail.html or "")  # which say where a line may end
    assert headline in " ".join(Reader(html).words).replace("\xa0", " ")


@pytest.mark.parametrize("locale", SPOKEN)
@pytest.mark.parametrize(
    "kind", ["shipped", "delayed", "promise_missed", "delay_cleared", "exchange_shipped"]
)
def test_the_first_line_says_when_it_comes(kind: str, locale: str) -> None:
    first = compose(kind, "email", locale, full(kind)).text.splitlines()[0]
    assert all(day in first for day in ("27", "30"))


@pytest.mark.parametrize("locale", SPOKEN)
def test_the_first_line_says_what_money_comes_back(locale: str) -> None:
    assert "48.60" in compose("refund_issued", "email", locale, full("refund_issued")).text.splitlines()[0]


def test_a_mail_loads_nothing_but_our_copy_of_the_logo() -> None:
    plain = compose("shipped", "email", "en", full("shipped"))
    logo = "https://track.acme.test/brand/acme/1.png"
    facts = replace(full("shipped"), shop=replace(SHOP, brand=replace(SHOP.brand, logo_url=logo)))
    assert Reader(plain.html or "").loads == []
    assert Reader(compose("shipped", "email", "en", facts).html or "").loads == [logo]


@pytest.mark.parametrize("kind", ["order_confirmed", "shipped", "delivered"])
def test_mails_about_an_order_say_until_when_it_may_come_back(kind: str) -> None:
    facts = replace(full(kind), return_terms=ReturnTerms(until=NOW.date().replace(day=30)))
    mail = compose(kind, "email", "en", facts)
    assert f"until Mon 30 Nov. {PAGE}/return" in mail.text
    assert f'href="{PAGE}/return"' in (mail.html or "")


def test_a_window_that_has_closed_is_not_offered() -> None:
    facts = replace(full("delivered"), return_terms=ReturnTerms(until=NOW.date().replace(day=1)))
    assert "send items back" not in compose("delivered", "email", "en", facts).text


def test_days_that_are_over_are_not_expected_any_more() -> None:
    late = replace(PARCEL, earliest=NOW.date().replace(day=20), latest=NOW.date().replace(day=23))
    mail = compose("delayed", "email", "en", replace(full("delayed"), parcel=late))
    assert "Expected" not in mail.text and "We can’t say yet" in mail.text


def test_parcels_with_the_same_news_stand_side_by_side() -> None:
    facts = replace(full("delayed"), others=(replace(PARCEL, code="S2", lines=LINES[1:]),))
    text = compose("delayed", "email", "en", facts).text
    assert "Parcel 1 of 2" in text and "Parcel 2 of 2" in text and "Tote bag" in text


def test_dates_are_the_readers_own() -> None:
    facts = replace(full("delivered"), time_zone="Asia/Tokyo")
    assert "11月24日(火) 22:00" in compose("delivered", "email", "ja", facts).text
    assert "화) 오후 10:00" in compose("delivered", "email", "ko", facts).text


def test_an_unknown_language_is_answered_in_english() -> None:
    assert compose("shipped", "email", "fr-CA", full("shipped")).subject == (
        compose("shipped", "email", "en", full("shipped")).subject
    )


def test_names_with_line_ends_and_markup_stay_text() -> None:
    facts = replace(
        full("order_confirmed"),
        order_number="1\r\nBcc: eve@example.com",
        customer_name="<script>alert(1)</script>",
        lines=(Line("<b>Tee</b> & \u202ebag\U0001f45c", "{{ 7 * 7 }}"),),
        shop=replace(SHOP, name="Acme\r\nX-Spam: no"),
    )
    mail = compose("order_confirmed", "email", "en", facts)
    assert mail.subject and "\n" not in mail.subject and "\r" not in mail.subject
    assert mail.html and "<script" not in mail.html and "<b>" not in mail.html
    assert "&lt;b&gt;Tee&lt;/b&gt; &amp;" in mail.html and "{{ 7 * 7 }}" in mail.html


def test_a_review_is_written_where_the_shop_wants_it() -> None:
    facts = full("review_request")
    there = replace(facts, links=replace(facts.links, review="https://acme.test/reviews"))
    mail = compose("review_request", "email", "en", there)
    assert "Write a review:\nhttps://acme.test/reviews" in mail.text
    assert "https://acme.test/reviews" in (mail.html or "")
    assert "https://acme.test/reviews" in compose("review_request", "sms", "en", there).text
    assert "Write a review" not in compose("review_request", "email", "en", facts).text


def test_no_line_of_a_japanese_headline_ends_amid_a_date() -> None:
    html = compose("return_approved", "email", "ja", full("return_approved")).html or ""
    headline = html.partition("<h1")[2].partition("</h1>")[0]
    assert re.search(r'<span style="white-space:nowrap">\d+月\d+日\(.\)</span>', headline)


def test_a_korean_headline_ends_its_lines_between_dates_and_not_within_one() -> None:
    html = compose("delayed", "email", "ko", full("delayed")).html or ""
    headline = html.partition("<h1")[2].partition("</h1>")[0]
    assert re.search(
        r"nowrap\">\d+월\s\d+일\s\(.\)</span>~<wbr><span style=\"white-space:nowrap\">\d+월", headline
    )


def test_a_headline_is_no_markup() -> None:
    theirs = {"shipped": {"email": {"en": {"text": "<i>hi</i>"}}}}
    html = compose("shipped", "email", "en", full("shipped"), theirs).html
    assert html and "<i>hi" not in html and "&lt;i&gt;hi" in html


def approved(locale: str, *methods: str) -> str:
    facts = full("return_approved")
    assert facts.return_
    back = replace(facts.return_, methods=methods, label_url=None, qr_code_url=None)
    return compose("return_approved", "email", locale, replace(facts, return_=back)).text


@pytest.mark.parametrize(
    ("locale", "bring", "send"),
    [
        ("en", "bring it by", "send it by"),
        ("ja", "お持ちください", "お送りください"),
        ("ko", "가져와 주세요", "보내 주세요"),
    ],
)
def test_what_goes_back_to_a_store_is_brought_and_not_sent(locale: str, bring: str, send: str) -> None:
    there, elsewhere = approved(locale, "in_store"), approved(locale, "in_store", "own_carrier")
    assert bring in there and send.casefold() not in there.casefold()
    assert send in elsewhere


@pytest.mark.parametrize(
    ("locale", "ours"), [("en", "from us"), ("ja", "当店がご用意"), ("ko", "저희가 준비해")]
)
def test_a_label_is_promised_without_saying_who_makes_it(locale: str, ours: str) -> None:
    assert ours in approved(locale, "label") and ours not in approved(locale, "qr_code")
