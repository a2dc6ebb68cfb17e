"""From the facts of a notice to its wording on a channel: the merchant's own where it holds, else ours.

It is pure: no request, no database, no clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from notifications import overrides as own_words
from notifications.details import Details, Link, Row, action, details_of
from notifications.facts import Facts
from notifications.layout import html_of
from notifications.letters import language, one_line
from notifications.short import text_message
from notifications.values import values_of
from notifications.words import Words, labels, paragraphs, words_of

MAIL, TEXT = "email", "sms"
FACT = {
    **dict.fromkeys(("order_confirmed", "not_shipped"), "order.expected"),
    **dict.fromkeys(("shipped", "delivery_attempted", "exchange_shipped", "exception"), "parcel.expected"),
    **dict.fromkeys(("delayed", "delay_cleared", "promise_missed", "stalled"), "parcel.expected"),
    "delivered": "parcel.delivered_day",
    "available_for_pickup": "parcel.place",
    **dict.fromkeys(("return_approved", "return_reminder", "return_expiring"), "return.deadline"),
    **dict.fromkeys(("return_requested", "return_received", "refund_issued"), "return.amount"),
    "claim_resolved": "claim.amount",
}
"""The one fact that a kind is about, as a path into the values of its templates."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a message says.

    `parameters` fill the placeholders of an approved WhatsApp template: shop, order number, the fact of the kind
    (`FACT`) where it has one, link. `broken` names the merchant's templates that failed, ours standing in for them.
    """

    subject: str | None
    text: str
    html: str | None
    parameters: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()


def compose(
    kind: str, channel: str, locale: str, facts: Facts, overrides: Mapping[str, Any] | None = None
) -> Wording:
    """The wording of a notice of a kind on a channel in a language; `overrides` as the merchant's file has them:
    `{kind: {channel: {locale: {subject, text, html}}}}`."""
    spoken = language([locale])
    values = values_of(facts, spoken)
    words = words_of(kind, spoken, values)
    theirs = own_words.rendered(own_words.of(overrides, kind, channel, locale), values)
    broken = tuple(f"{kind}.{channel}.{locale}.{part}" for part in theirs.broken)
    if channel == MAIL:
        details = details_of(kind, facts, values, spoken)
        return replace(mail(words, details, facts, spoken, theirs), broken=broken)
    link = action(kind, facts, labels(spoken)).url
    if channel == TEXT:
        text = theirs.text or text_message(facts.shop.name, words.short, link)
    else:
        text = theirs.text or f"{facts.shop.name}: {words.short} {link}"
    return Wording(None, plain(text.strip()), None, parameters_of(kind, facts, values, spoken, link), broken)


def mail(words: Words, details: Details, facts: Facts, locale: str, theirs: own_words.Rendered) -> Wording:
    """A mail in our words or the merchant's: the first paragraph of their text is the headline."""
    if theirs.subject:
        words = replace(words, subject=one_line(theirs.subject))
    if theirs.text and (said := paragraphs(theirs.text, locale)):
        words = replace(words, headline=said[0], paragraphs=said[1:])
        details = replace(details, greeting="")
    text = text_of(words, details)
    if theirs.html and own_words.is_document(theirs.html):
        return Wording(words.subject, text, theirs.html)
    content = Markup(theirs.html) if theirs.html else None  # noqa: S704 - rendered with escaping, by the merchant
    return Wording(words.subject, text, html_of(words, details, facts, locale, content))


def text_of(words: Words, details: Details) -> str:
    """The mail as plain text."""
    blocks = [words.headline, details.greeting, *words.paragraphs]
    blocks.append(f"{details.action.label}:\n{details.action.url}")
    for group in details.groups:
        rows = [written(row) for row in group.rows]
        lines = [
            f"- {line['quantity']} × {', '.join(filter(None, (line['title'], line['variant'])))}"
            for line in group.lines
        ]
        blocks.append("\n".join([group.title, *map(one_line, rows + lines)]))
    if details.returns:
        blocks.append(footnote(details.returns))
    blocks.append("-- \n" + "\n".join(footnote(link) for link in details.footer))
    return plain("\n\n".join(filter(None, blocks)) + "\n")


def plain(text: str) -> str:
    """With spaces that may break: the others are for what is laid out."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def written(row: Row) -> str:
    return f"{row.name}: {row.value}"


def footnote(link: Link) -> str:
    """A sentence and its address, without the `mailto:` that a reader does not type."""
    return " ".join(filter(None, (link.text, link.url.removeprefix("mailto:"))))


def parameters_of(
    kind: str, facts: Facts, values: Mapping[str, Any], locale: str, link: str
) -> tuple[str, ...]:
    """What fills an approved WhatsApp template, each on one line and none of it empty."""
    fact = [at(values, FACT[kind]) or labels(locale)["not_known_yet"]] if kind in FACT else []
    return tuple(one_line(said) for said in (facts.shop.name, facts.order_number, *fact, link))


def at(values: Mapping[str, Any], path: str) -> str:
    """The text under a dotted path."""
    group, _, name = path.partition(".")
    return str(values[group][name])
