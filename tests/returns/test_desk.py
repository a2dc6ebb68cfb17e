"""Whatever is scanned from a parcel leads to its return, and to no other shop's."""

import pytest

from commerce.database import transaction
from commerce.merchants import Known
from commerce.models import Merchant
from returns import desk
from returns.models.labels import ReturnLabel
from returns.models.requests import Return
from tests.builders import make_merchant
from tests.returns.shop import ask, deliver, open_shop, request
from tracking.models import Shipment


@pytest.fixture
def shop(merchant: Merchant) -> Known:
    return open_shop(merchant)


def label(made: Return, number: str) -> None:
    told = {"shipment_code": f"S-{number}", "status": "bought", "tracking_number": number}
    with transaction() as session:
        session.add(ReturnLabel(merchant_id=made.merchant_id, return_id=made.id, **told))


@pytest.fixture
def tee(merchant: Merchant, shop: Known) -> Return:
    deliver(merchant, "1001")
    made = request(shop, ask())
    label(made, "9400111899223197428490")
    return made


def codes(merchant: Merchant, scanned: str) -> list[str]:
    return [found.code for found in desk.find(merchant.id, scanned)]


@pytest.mark.parametrize(
    "scanned",
    [
        "{code}",
        " {code}\r",
        "{token}",
        "https://track.acme.test/r/{token}",
        "https://track.acme.test/r/{token}/?x=1",
        "9400111899223197428490",
        "9400 1118 9922 3197 4284 90",
        "420070019400111899223197428490",
        "420070011234" + "9400111899223197428490",
        "1001",
    ],
)
def test_a_scan_finds_its_return(merchant: Merchant, tee: Return, scanned: str) -> None:
    assert codes(merchant, scanned.format(code=tee.code, token=tee.page_token)) == [tee.code]


def test_the_long_barcode_of_a_label_holds_its_number(merchant: Merchant, shop: Known) -> None:
    deliver(merchant, "1002")
    made = request(shop, ask(), number="1002")
    label(made, "799999999998")
    assert codes(merchant, "9632001960000000000400" + "799999999998") == [made.code]


def test_a_parcel_by_the_shoppers_own_carrier_is_found_by_its_number(
    merchant: Merchant, tee: Return, shop: Known
) -> None:
    inbound = {"code": "S-own", "parcel": "tn:RR123456785JP", "direction": "inbound", "status": "in_transit"}
    with transaction() as session:
        session.add(Shipment(merchant_id=merchant.id, order_id=tee.order_id, **inbound))
        tee.own_shipment = "S-own"
    assert codes(merchant, "rr 123456785-jp") == [tee.code]


@pytest.mark.parametrize("scanned", ["", "   ", "nothing", "\0", "1" * 5000, "%", "'"])
def test_what_names_no_return_finds_none(merchant: Merchant, tee: Return, scanned: str) -> None:
    assert codes(merchant, scanned) == []


def test_an_order_leads_to_all_of_its_returns_that_wait(merchant: Merchant, tee: Return, shop: Known) -> None:
    other = request(shop, ask())
    assert set(codes(merchant, "1001")) == {tee.code, other.code}
    assert codes(merchant, tee.code) == [tee.code]


def test_another_shops_return_is_not_found(tee: Return) -> None:
    assert codes(make_merchant("bolt"), tee.code) == []
