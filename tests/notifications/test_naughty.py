"""Whatever a shop, a shopper or a carrier writes stays text: it makes no header, no tag and no template."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from notifications.composing import compose
from notifications.facts import Facts, Line
from notifications.letters import SPOKEN
from tests.notifications.examples import CLAIM, PARCEL, RETURN, SHOP, full

KINDS = ("order_confirmed", "exception", "return_declined", "claim_resolved")
some_text = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=60)


class Tags(HTMLParser):
    """The kinds of element in a page, each with the names of its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: set[tuple[str, tuple[str, ...]]] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add((tag, tuple(name for name, _ in attrs)))


def named(kind: str, text: str) -> Facts:
    """The facts of a kind with the text in every place that others write in."""
    facts, lines = full(kind), (Line(text, text),)
    return replace(
        facts,
        order_number=text,
        customer_name=text,
        lines=lines,
        shop=replace(SHOP, name=text),
        parcel=facts.parcel and replace(PARCEL, carrier=text, tracking_number=text, place=text, lines=lines),
        return_=facts.return_ and replace(RETURN, reason_text=text, credit_code=text, lines=lines),
        claim=facts.claim and replace(CLAIM, reason_text=text, denied=True, lines=lines),
    )


@pytest.mark.parametrize("locale", SPOKEN)
@given(kind=st.sampled_from(KINDS), text=some_text)
@example("order_confirmed", "</title><script>alert(1)</script>")
@example("order_confirmed", '"><img src=x onerror=alert(1)>')
@example("return_declined", "a\r\nBcc: eve@example.com\r\n\r\nHello")
@example("exception", "{{ 7 * 7 }}{% for %}")
@example("claim_resolved", "\u202e\U0001f469\u200d\U0001f680 ألف --><!--")
def test_what_others_write_stays_text(locale: str, kind: str, text: str) -> None:
    mail = compose(kind, "email", locale, named(kind, text))
    assert mail.subject is not None and mail.subject.splitlines() in ([mail.subject], [])
    assert (
        Tags(mail.html or "").seen <= Tags(compose(kind, "email", locale, named(kind, "Tee")).html or "").seen
    )
    message = compose(kind, "sms", locale, named(kind, text))
    assert message.text.rpartition(" ")[2].startswith("https://")
    assert not any(set(parameter) & set("\r\n\t") for parameter in message.parameters)
