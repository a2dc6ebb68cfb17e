"""Who fills in which form: the buyer behind an order's token, or whoever got the order's gifts and has a code."""

from collections.abc import Mapping, Set
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask import abort, current_app

from commerce import merchants
from commerce.merchants import Known
from commerce.statements import Statements
from portal.shopper.returning.choices import Choice, Step, read
from portal.shopper.returning.court import Court, convene
from portal.shopper.returning.flow import Standing, standing
from portal.shopper.voice import Voice, voice
from portal.shopper.writing import language
from returns import changing, found, gifts
from returns.eligibility import LineAnswer
from returns.models.requests import Return, ReturnLine

ORDER = "SELECT merchant_id, number, locale FROM orders WHERE page_token = %s"


class Visit(NamedTuple):
    """Who looks at which order's form, in which language, with which choices so far.

    `path` is the form's address, `token` the order's; whoever got a gift never sees that.
    """

    merchant: Known
    path: str
    token: str
    number: str
    voice: Voice
    court: Court
    choices: tuple[Choice, ...]
    changes: Return | None = None

    def exchangeable(self, line: LineAnswer) -> list[str]:
        return [one.sku for one in self.court.variants(line)]

    def standing(self, wanted: Step, photographed: Set[str] | None = None) -> Standing:
        judge, exchangeable = self.court.judge, self.exchangeable
        return standing(self.choices, wanted, judge, exchangeable, photographed=photographed)

    @property
    def before(self) -> dict[str, ReturnLine]:
        """The lines of the return that is being changed."""
        return {line.line_id: line for line in self.changes.lines} if self.changes else {}


def of_order(token: str, fields: Mapping[str, str]) -> Visit:
    """The order behind a token with the choices of a form; 404 where there is none."""
    statements: Statements = current_app.extensions["statements"]
    row = statements.one(ORDER, (token,)) if token.isalnum() and token.isascii() else None
    merchant = merchants.known_by_id(row[0]) if row else None
    if row is None or merchant is None:
        abort(404)
    changes = changed(merchant, row[1], fields["change"]) if fields.get("change") else None
    court = convene(merchant, row[1], language(merchant, row[2]), without=changes.id if changes else None)
    choices, said = read(fields, court.lines), speaker(court)
    if changes:
        court = replace(court, at=judged_at(changes, choices))
    return Visit(merchant, f"/t/{token}/return", token, row[1], said, court, choices, changes)


def of_gift(code: str, fields: Mapping[str, str]) -> Visit:
    """The gifts of the order that a code is of; 404 for a code of none."""
    order = gifts.order_of(code)
    merchant = merchants.known_by_id(order.merchant_id) if order else None
    spelling = gifts.spelled(code)
    if order is None or merchant is None:
        abort(404)
    court = convene(merchant, order.number, language(merchant, None), is_gift=True)
    choices = read(fields, court.lines)
    path = f"/g/{spelling}"
    return Visit(merchant, path, order.page_token, order.number, speaker(court), court, choices)


def changed(merchant: Known, number: str, token: str) -> Return:
    """The return of the order that a form changes; 404 where it has none with that token."""
    made = return_of(token)
    if (made.merchant_id, made.order.number) != (merchant.id, number):
        abort(404)
    return made


def return_of(token: str) -> Return:
    """The return whose page has the token; 404."""
    made = found.by_token(token) if token.isalnum() and token.isascii() else None
    return made or abort(404)


def judged_at(changes: Return, choices: tuple[Choice, ...]) -> datetime:
    return changing.judged_at(changes, [(choice.line, choice.units) for choice in choices])


def speaker(court: Court) -> Voice:
    """The voice of a court on the shopper's own day."""
    locale = court.stored.order.locale or "en"
    return voice(locale, court.at.astimezone(ZoneInfo(court.zone)).date(), court.zone)
