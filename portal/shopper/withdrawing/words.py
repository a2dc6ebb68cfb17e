"""What the law's exceptions, and what may go wrong, are called before a shopper."""

from typing import NamedTuple

from commerce.withdrawal_schema import Exempt
from portal.languages import _l
from returns.withdrawal.right import Standing

EXCEPTIONS = {
    Exempt.SERVICE_PERFORMED: _l(
        "This service has been carried out in full, so it can’t be withdrawn from any more."
    ),
    Exempt.MARKET_PRICE: _l(
        "Its price follows a financial market, so the law gives no right of withdrawal for it."
    ),
    Exempt.MADE_TO_ORDER: _l(
        "This is made to your wishes or personalised, so the law gives no right of withdrawal for it."
    ),
    Exempt.PERISHABLE: _l("This spoils or expires quickly, so the law gives no right of withdrawal for it."),
    Exempt.HYGIENE_SEAL: _l(
        "For health and hygiene, this can be withdrawn from only as long as its seal is unbroken."
    ),
    Exempt.MIXED: _l("This can be withdrawn from only as long as it has not been mixed with anything else."),
    Exempt.ALCOHOL_FUTURES: _l(
        "The value of this drink follows a market, so the law gives no right of withdrawal for it."
    ),
    Exempt.URGENT_REPAIR: _l(
        "You asked for this urgent repair at your home, so the law gives no right of withdrawal for it."
    ),
    Exempt.MEDIA_SEAL: _l(
        "A recording or software in a sealed package can be withdrawn from only as long as the seal is unbroken."
    ),
    Exempt.PERIODICAL: _l("The law gives no right of withdrawal for single newspapers and magazines."),
    Exempt.AUCTION: _l(
        "This was bought at a public auction, so the law gives no right of withdrawal for it."
    ),
    Exempt.DATED_SERVICE: _l(
        "This is booked for a set date, so the law gives no right of withdrawal for it."
    ),
    Exempt.DIGITAL_STARTED: _l(
        "You agreed that this digital content starts at once, so it can’t be withdrawn from any more."
    ),
}
PROBLEMS = {
    "nothing_chosen": _l("Choose at least one item."),
    "wrong_units": _l("Choose how many."),
    "too_many": _l("There are fewer of these left to withdraw from. Please check the number."),
    "no_name": _l("Please enter your name."),
    "no_email": _l("Please enter an email address that we can send the receipt to."),
    "taken": _l("Some of these items are coming back already. Please check what is left."),
    "again": _l("This form was open for too long. Please confirm once more."),
}


class Closed(NamedTuple):
    """What is said where there is nothing to withdraw from, and the status it is said with."""

    headline: str
    sentence: str
    status: int


CLOSED = {
    Standing.ELSEWHERE: Closed(
        _l("There is no right of withdrawal for this order"),
        _l("It is a right of consumers in the European Economic Area, and this order went elsewhere."),
        404,
    ),
    Standing.EXEMPT: Closed(
        _l("There is no right of withdrawal for this order"),
        _l("The law makes an exception for everything in it:"),
        404,
    ),
    Standing.OVER: Closed(
        _l("The time to withdraw is over"), _l("You could withdraw from this contract until %(day)s."), 410
    ),
    Standing.NOTHING_LEFT: Closed(
        _l("There is nothing left to withdraw from"),
        _l("Everything in this order was cancelled, is coming back, or was withdrawn from."),
        200,
    ),
}
