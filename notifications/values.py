"""What templates may say: the facts of a notice, written out in the reader's language and time zone.

Everything is text, and what is not known is an empty text, so that no template can say "None". Lists hold mappings
of texts. Days hold unbreakable spaces. These names are public: merchants' own templates use them.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from commerce import dates
from commerce.prices import price
from notifications.facts import Claim, Facts, Line, Parcel, Return
from returns.policy.vocabulary import Resolution

MOST_LINES = 50  # in one list; nobody reads on in a mail

WHEN = {
    "en": ("on {0}", "between {0} and {1}"),
    "ja": ("{0}に", "{0}〜{1}に"),
    "ko": ("{0}에", "{0}~{1} 사이에"),
}
"""A day, and a span of days, as the adverbial of a sentence."""


def values_of(facts: Facts, locale: str) -> dict[str, Any]:
    """The variables of every template, in a language of `letters.SPOKEN`."""
    calendar = Calendar(facts, locale)
    parcels = [parcel_values(parcel, calendar) for parcel in (facts.parcel, *facts.others) if parcel]
    first = parcels[0] if parcels else parcel_values(Parcel("", ""), calendar)
    return {
        "shop": {
            "name": facts.shop.name,
            "email": facts.shop.support_email or "",
            "help_url": facts.shop.support_url or "",
            "url": facts.shop.home_url or "",
        },
        "customer": {"name": facts.customer_name or ""},
        "order": {
            "number": facts.order_number,
            "url": facts.links.order,
            "placed_on": calendar.moment(facts.placed_at),
            "when": calendar.when(*(facts.expected or (None, None))) or first["when"],
            "expected": calendar.span(*(facts.expected or (None, None))) or first["expected"],
        },
        "parcel": first,
        "parcels": parcels,
        "return": return_values(facts.return_, calendar),
        "claim": claim_values(facts.claim, calendar),
        "lines": lines_of(facts.lines),
        "links": {name: getattr(facts.links, name) or "" for name in LINKS},
        "today": calendar.moment(facts.now),
        "return_by": calendar.day(open_until(facts, calendar)),
    }


LINKS = ("order", "returns", "preferences", "unsubscribe", "feedback")


class Calendar:
    """Writes days, times and amounts for one reader."""

    def __init__(self, facts: Facts, locale: str) -> None:
        self.locale, self.zone = locale, ZoneInfo(facts.time_zone)
        self.today = facts.now.astimezone(self.zone).date()

    def day(self, value: date | None) -> str:
        return dates.day(value, self.locale, self.today).replace(" ", dates.NO_BREAK) if value else ""

    def moment(self, value: datetime | None) -> str:
        """The local day of a moment."""
        return self.day(value.astimezone(self.zone).date()) if value else ""

    def clock(self, value: datetime | None) -> str:
        return dates.clock(value, self.locale, self.zone).replace(" ", dates.NO_BREAK) if value else ""

    def span(self, first: date | None, last: date | None) -> str:
        """The days from first to last that are not over yet, as a noun."""
        window = self.ahead(first, last)
        return dates.span(*window, self.locale, self.today) if window else ""

    def when(self, first: date | None, last: date | None) -> str:
        """The same as an adverbial: "on Fri 27 Nov"."""
        window = self.ahead(first, last)
        if window is None:
            return ""
        one, several = WHEN[self.locale]
        earliest, latest = (self.day(value) for value in window)
        return one.format(earliest) if earliest == latest else several.format(earliest, latest)

    def ahead(self, first: date | None, last: date | None) -> tuple[date, date] | None:
        if last is None or last < self.today:
            return None
        return max(first or last, self.today), last

    def money(self, amount: int | None, currency: str) -> str:
        return price(amount, currency, self.locale) if amount is not None else ""


def open_until(facts: Facts, calendar: Calendar) -> date | None:
    """The last day of the return window, while it is open."""
    until = facts.return_terms.until if facts.return_terms else None
    return until if until and until >= calendar.today else None


def parcel_values(parcel: Parcel, calendar: Calendar) -> dict[str, Any]:
    return {
        "id": parcel.code,
        "status": parcel.status,
        "detail": parcel.status_detail or "",
        "needs": parcel.action_required or "",
        "carrier": parcel.carrier or "",
        "carrier_url": parcel.carrier_url or "",
        "tracking_number": parcel.tracking_number or "",
        "when": calendar.when(parcel.earliest, parcel.latest),
        "expected": calendar.span(parcel.earliest, parcel.latest),
        "promised": calendar.day(parcel.promised_on),
        "first_promised": calendar.day(parcel.first_promised_on),
        "shipped_day": calendar.moment(parcel.shipped_at),
        "delivered_day": calendar.moment(parcel.delivered_at),
        "delivered_time": calendar.clock(parcel.delivered_at),
        "delay": parcel.delay_kind or "",
        "days": parcel.delay_days or 0,
        "place": parcel.place or "",
        "lines": lines_of(parcel.lines),
    }


def return_values(request: Return | None, calendar: Calendar) -> dict[str, Any]:
    back = request or Return("", "", "", "")
    return {
        "id": back.code,
        "status": back.status,
        "url": back.page_url,
        "deadline": calendar.moment(back.deadline),
        "label_url": back.label_url or "",
        "qr_code_url": back.qr_code_url or "",
        "amount": calendar.money(back.amount, back.currency),
        "in_credit": back.resolution == Resolution.STORE_CREDIT,
        "credit_code": back.credit_code or "",
        "resolution": back.resolution or "",
        "methods": list(back.methods),
        "refund_on": back.refund_on or "",
        "reason": back.reason_text or "",
        "question": back.question or "",
        "kept": back.kept,
        "lines": lines_of(back.lines),
    }


def claim_values(claim: Claim | None, calendar: Calendar) -> dict[str, Any]:
    told = claim or Claim("", "", "", "")
    return {
        "id": told.code,
        "kind": told.kind,
        "denied": told.denied,
        "resolution": told.resolution or "",
        "amount": calendar.money(told.amount, told.currency),
        "credit_code": told.credit_code or "",
        "reason": told.reason_text or "",
        "lines": lines_of(told.lines),
    }


def lines_of(lines: Iterable[Line]) -> list[dict[str, Any]]:
    shown = list(lines)[:MOST_LINES]
    return [{"title": line.title, "variant": line.variant or "", "quantity": line.quantity} for line in shown]
