"""What stands around the words of a mail: the button, the facts in rows, the items, terms of return, the foot."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from notifications.facts import Facts
from notifications.kinds import KINDS
from notifications.words import labels

Values = Mapping[str, Any]

WITH_RETURN_TERMS = frozenset({"order_confirmed", "shipped", "delivered", "exchange_shipped"})
EXPECTS = frozenset(
    "shipped delivery_attempted delayed delay_cleared promise_missed stalled exception"
    " exchange_shipped".split()
)
SCORES = range(11)


@dataclass(frozen=True, slots=True)
class Link:
    """An address by its name; `text` comes before it."""

    label: str
    url: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One fact by its name."""

    name: str
    value: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Facts or items under a title."""

    title: str
    rows: tuple[Row, ...] = ()
    lines: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Details:
    """All of it, in the reader's language."""

    greeting: str
    action: Link
    scores: tuple[Link, ...]
    groups: tuple[Group, ...]
    returns: Link | None
    footer: tuple[Link, ...]


def details_of(kind: str, facts: Facts, values: Values, locale: str) -> Details:
    """What goes around the words of a mail of that kind."""
    said = labels(locale)
    feedback = facts.links.feedback if kind == "feedback_request" else None
    return Details(
        greeting=said["greeting"].format(name=facts.customer_name) if facts.customer_name else "",
        action=action(kind, facts, said),
        scores=tuple(Link(str(score), f"{feedback}?score={score}") for score in SCORES) if feedback else (),
        groups=tuple(group for group in groups(kind, values, said) if group.rows or group.lines),
        returns=return_terms(facts, values, said) if kind in WITH_RETURN_TERMS else None,
        footer=tuple(footer(facts, said)),
    )


def action(kind: str, facts: Facts, said: Mapping[str, str]) -> Link:
    """The one thing to open next."""
    if kind == "return_approved" and facts.return_ and (facts.return_.qr_code_url or facts.return_.label_url):
        return Link(said["label"], facts.return_.page_url)
    if facts.return_ and KINDS[kind].about == "return" and kind != "exchange_shipped":
        return Link(said["return"], facts.return_.page_url)
    if kind == "review_request" and facts.links.review:
        return Link(said["review"], facts.links.review)
    if kind in ("feedback_request", "review_request") and facts.links.feedback:
        return Link(said["feedback"], facts.links.feedback)
    return Link(said["track"] if facts.parcel and kind != "delivered" else said["order"], facts.links.order)


def groups(kind: str, values: Values, said: Mapping[str, str]) -> Iterator[Group]:
    """Facts first, then items."""
    about = KINDS[kind].about
    if about == "return" and kind != "exchange_shipped":
        yield Group(said["the_return"], tuple(return_rows(kind, values["return"], said)))
        yield Group(said["in_return"], lines=tuple(values["return"]["lines"]))
    elif about == "claim":
        yield Group(said["settled"], tuple(money_rows(values["claim"], said)))
        yield Group(said["in_order"], lines=tuple(values["claim"]["lines"]))
    elif about == "order":
        yield Group(said["in_order"], lines=tuple(values["lines"]))
    else:
        yield from parcel_groups(kind, values, said)


def parcel_groups(kind: str, values: Values, said: Mapping[str, str]) -> Iterator[Group]:
    parcels = values["parcels"]
    for number, parcel in enumerate(parcels, 1):
        alone = len(parcels) == 1
        title = said["parcel"] if alone else said["parcel_number"].format(number=number, total=len(parcels))
        yield Group(title, tuple(parcel_rows(kind, parcel, said)))
        yield Group(said["in_parcel"], lines=tuple(parcel["lines"]))
    if not parcels:
        yield Group(said["in_order"], lines=tuple(values["lines"]))


def parcel_rows(kind: str, parcel: Values, said: Mapping[str, str]) -> Iterator[Row]:
    if kind in EXPECTS and parcel["expected"]:
        yield Row(said["expected"], parcel["expected"])
    if kind in EXPECTS and parcel["promised"] and parcel["promised"] != parcel["expected"]:
        yield Row(said["promised"], parcel["promised"])
    if parcel["carrier"]:
        yield Row(said["carrier"], parcel["carrier"])
    if parcel["tracking_number"]:
        yield Row(said["tracking_number"], parcel["tracking_number"], parcel["carrier_url"])


def return_rows(kind: str, back: Values, said: Mapping[str, str]) -> Iterator[Row]:
    if back["deadline"] and kind in ("return_approved", "return_reminder", "return_expiring"):
        yield Row(said["deadline"], back["deadline"])
    if kind not in ("return_declined", "return_question"):
        yield from money_rows(back, said)


def money_rows(told: Values, said: Mapping[str, str]) -> Iterator[Row]:
    in_credit = told["resolution"] == "store_credit"
    if told["amount"]:
        yield Row(said["credit" if in_credit else "amount"], told["amount"])
    if in_credit and told["credit_code"]:
        yield Row(said["credit_code"], told["credit_code"])


def return_terms(facts: Facts, values: Values, said: Mapping[str, str]) -> Link | None:
    """Until when things may come back, and where to ask for it."""
    terms = facts.return_terms
    if values["return_by"]:
        text = said["return_by"].format(day=values["return_by"])
    elif terms and terms.until is None and terms.days:
        text = said[f"return_within_{terms.anchor}"].format(days=terms.days)
    else:
        return None
    return Link(said["return_link"], facts.links.returns or facts.links.order, text)


def footer(facts: Facts, said: Mapping[str, str]) -> Iterator[Link]:
    shop = facts.shop
    yield Link("", "", said["about"].format(number=facts.order_number, shop=shop.name))
    if shop.support_email:
        yield Link(shop.support_email, f"mailto:{shop.support_email}", said["questions"])
    elif shop.support_url:
        yield Link(said["help"], shop.support_url, said["questions"])
    if facts.links.preferences:
        yield Link(said["preferences_link"], facts.links.preferences, said["preferences"])
    if facts.links.unsubscribe:
        yield Link(said["unsubscribe_link"], facts.links.unsubscribe, said["unsubscribe"])
