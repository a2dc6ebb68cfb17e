"""Merchants' own templates: what they may say, and that they can do no harm."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.composing import Wording, compose
from notifications.overrides import MOST_SOURCE, fault, faults
from tests.notifications.examples import full


def told(channel: str = "email", **parts: str) -> Wording:
    """A delay told with the merchant's own templates."""
    return compose("delayed", channel, "en", full("delayed"), {"delayed": {channel: {"en": parts}}})


def test_a_subject_of_the_merchants_own_stands_in_ours() -> None:
    mail = told(subject="{{ shop.name }}: {{ order.number }} comes {{ parcel.when }}")
    assert mail.subject == "Acme Outfitters: 1001 comes between Fri 27 Nov and Mon 30 Nov"
    assert mail.text.startswith("Your parcel will be late") and not mail.broken


def test_a_text_of_the_merchants_own_fills_both_forms_of_a_mail() -> None:
    mail = told(text="It is late, sorry!\n\nHave a cup of tea,\n{{ customer.name }} & friends.")
    assert mail.text.startswith(
        "It is late, sorry!\n\nHave a cup of tea, Ada Lovelace & friends.\n\nSee where"
    )
    assert mail.html and ">It is late, sorry!</h1>" in mail.html
    assert "Have a cup of tea, Ada Lovelace &amp; friends.</p>" in mail.html
    assert "/preferences" in mail.text and "/preferences" in mail.html


def test_html_of_the_merchants_own_stands_inside_the_layout() -> None:
    mail = told(html="<p>Hello <b>{{ customer.name }}</b></p>")
    assert mail.html and "<p>Hello <b>Ada Lovelace</b></p>" in mail.html
    assert mail.html.startswith("<!doctype html>") and "/preferences" in mail.html


def test_a_whole_page_is_sent_as_it_is_with_its_styles_written_at_their_elements() -> None:
    mail = told(
        html="<html><head><style>p {color: red}</style></head><body><p>{{ order.number }}</p></body></html>"
    )
    assert mail.html and '<p style="color: red;">1001</p>' in mail.html and "preferences" not in mail.html


def test_a_text_message_of_the_merchants_own() -> None:
    assert told("sms", text="Late! {{ links.order }}").text == f"Late! {full('delayed').links.order}"


def test_values_are_escaped_in_html_alone() -> None:
    source = "{{ shop.name }} {{ '<i>' }}"
    assert "&lt;i&gt;" in (told(html=source).html or "")
    assert "<i>" in told(text=source).text


@pytest.mark.parametrize(
    "source",
    [
        "{{ nothing }}",
        "{{ parcel.nothing }}",
        "{{ ''.__class__ }}",
        "{{ order.number.format }}",
        "{{ range(10) }}",
        "{{ 'a' * 1000000000 }}",
        "{{ 2 ** 1000000 }}",
        "{% set x = 1 %}",
        "{% macro m() %}{% endmacro %}",
        "{% include 'layout.mjml' %}",
        "{% for c in shop.name %}{{ c }}{% endfor %}",
        "{% for a in lines %}{% for b in lines %}{% for c in lines %}{% endfor %}{% endfor %}{% endfor %}",
        "{% for a in lines recursive %}{{ loop(lines) }}{% endfor %}",
        "{{ lines|map(attribute='title') }}",
        "{{ lines[0] }}",
        "{{ shop.name",
        "{{ " + "(" * 4000 + "1" + ")" * 4000 + " }}",
        "x" * (MOST_SOURCE["text"] + 1),
    ],
)
def test_what_is_not_allowed_is_never_run_and_ours_stands_in(source: str) -> None:
    assert fault(source, "text")
    mail = told(text=source)
    assert mail.broken == ("delayed.email.en.text",)
    assert mail.text == compose("delayed", "email", "en", full("delayed")).text


@pytest.mark.parametrize(
    "source",
    [
        "{% if parcel.when and not parcel.days == 1 %}{{ parcel.when|upper }}{% else %}soon{% endif %}",
        "{% for line in lines %}{{ loop.index }}. {{ line.title }} {% endfor %}",
        "{% for box in parcels %}{% for line in box.lines %}{{ line.quantity }}{% endfor %}{% endfor %}",
        "{{ customer.name or 'you' }}{{ ' at ' ~ shop.name if shop.name else '' }}",
        "{{ parcel.carrier|default('a carrier', true) }}",
        "{% if parcel.delay in ('stalled', 'delayed') %}!{% endif %}",
    ],
)
def test_what_a_merchant_needs_is_allowed(source: str) -> None:
    assert fault(source, "text") is None
    assert not told(text=source).broken


def test_a_template_that_says_too_much_is_left_out() -> None:
    loop = "{% for a in lines %}{% for b in lines %}" + "x" * 9000 + "{% endfor %}{% endfor %}"
    assert fault(loop, "text") is None
    assert told(text=loop).broken == ("delayed.email.en.text",)


@pytest.mark.parametrize(
    ("templates", "found"),
    [
        ({"delayed": {"email": {"en": {"subject": "a\n{{ b"}}}}, ("/delayed/email/en/subject", "Line 2: ")),
        (
            {"delayed": {"email": {"en": {"text": "{{ a }}"}}}},
            ("/delayed/email/en/text", "Line 1: there is nothing"),
        ),
        (
            {"delayed": {"email": {"en": {"body": ""}}}},
            ("/delayed/email/en/body", "Not a part; there are subject, text, html."),
        ),
        ({"delayed": {"email": {"en": {"text": 1}}}}, ("/delayed/email/en/text", "Not a text.")),
        ({"delayed": {"email": {"en": "x"}}}, ("/delayed/email/en", "Not a mapping, as one by part is.")),
        ({"delayed": {"pigeon": {}}}, ("/delayed/pigeon", "Not a channel; there are email")),
        ({"delayed": {"email": {"fr": {}}}}, ("/delayed/email/fr", "Not a language; there are en, ja, ko.")),
        ({"late": {}}, ("/late", "Not a kind of notice; there are ")),
        ([], ("", "Not a mapping, as one by kind")),
    ],
)
def test_faults_name_the_place_and_the_line(templates: Any, found: tuple[str, str]) -> None:
    [(pointer, message)] = faults(templates)
    assert pointer == found[0] and message.startswith(found[1])


@given(st.text() | st.text("{}%()|.[]'\" \nabcif endforx=", max_size=80))
def test_no_text_breaks_more_than_itself(source: str) -> None:
    mail = told(subject=source, text=source, html=source)
    assert mail.subject and "\n" not in mail.subject and mail.text and mail.html
