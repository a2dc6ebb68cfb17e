"""Return labels from EasyPost: made once under our reference, bought, looked up again, given back."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from http import HTTPStatus
from urllib.parse import quote

from babel.numbers import get_currency_precision

from returns.customs import Declaration
from returns.parcel import Address, Parcel
from tracking.providers import CarrierError
from tracking.providers.easypost import EasyPostClient
from tracking.providers.fields import Json, branch, text, web_address

GRAMS_PER_OUNCE = Decimal("28.349523125")
MOST_DESCRIBED = 255
GIVEN_BACK = frozenset({"submitted", "refunded"})
STREET = {
    "name": "name",
    "line1": "street1",
    "line2": "street2",
    "city": "city",
    "region": "state",
    "postcode": "zip",
    "country": "country",
    "phone": "phone",
    "email": "email",
}


@dataclass(frozen=True, slots=True)
class Label:
    """A Shipment at EasyPost: `label_url` once it is bought, `cheapest` is the id of the rate to buy it at.

    `refusal` is what the carriers say where they give no rate.
    """

    id: str
    label_url: str | None
    qr_code_url: str | None
    tracking_number: str | None
    tracker_id: str | None
    carrier: str | None
    service: str | None
    given_back: bool
    cheapest: str | None
    refusal: str | None


class EasyPostLabels:
    """One merchant's labels. Calls raise `CarrierError`."""

    def __init__(self, client: EasyPostClient) -> None:
        self._client = client

    def find(self, name: str) -> Label | None:
        """The shipment with EasyPost's id or our reference; None where there is none."""
        try:
            return self._shipment("get", at(name), {})
        except CarrierError as exc:
            if exc.status == HTTPStatus.NOT_FOUND:
                return None
            raise

    def make(self, reference: str, parcel: Parcel) -> Label:
        """Have a shipment made, which costs nothing until it is bought.

        EasyPost wants the addresses as on the way out, and turns them round itself.
        """
        wanted: dict[str, object] = {
            "reference": reference,
            "is_return": True,
            "to_address": street(parcel.shopper),
            "from_address": street(parcel.merchant),
            "parcel": {"weight": ounces(parcel.weight_g)},
        }
        if parcel.customs:
            wanted["customs_info"] = customs_info(parcel.customs)
        return self._shipment("post", "/shipments", {"shipment": wanted})

    def buy(self, label_id: str, rate: str) -> Label:
        """Buy the label; EasyPost refuses to sell one twice."""
        return self._shipment("post", f"{at(label_id)}/buy", {"rate": {"id": rate}})

    def add_qr_code(self, label_id: str) -> Label:
        """Have the bought label's code made that a counter prints it from, where the carrier knows that."""
        form: dict[str, object] = {"type": "label_qr_code"}
        return self._shipment("post", f"{at(label_id)}/forms", {"form": form})

    def give_back(self, label_id: str) -> None:
        """Ask for the money of an unused label, unless it was asked for."""
        label = self.find(label_id)
        if label and label.label_url and not label.given_back:
            self._shipment("post", f"{at(label_id)}/refund", {})

    def _shipment(self, method: str, path: str, params: dict[str, object]) -> Label:
        return read(self._client.ask(method, path, params, expects="Shipment"))


def at(name: str) -> str:
    return f"/shipments/{quote(name, safe='')}"


def street(address: Address) -> Json:
    """An address in EasyPost's words."""
    return {theirs: address[ours] for ours, theirs in STREET.items() if address.get(ours)}


def ounces(grams: int) -> float:
    """Grams as ounces, to a tenth, which is what EasyPost takes; never nothing."""
    return float(max(Decimal("0.1"), (grams / GRAMS_PER_OUNCE).quantize(Decimal("0.1"))))


def customs_info(declared: Declaration) -> Json:
    """A declaration in EasyPost's words, certified by the sender; values are in major units."""
    digits = get_currency_precision(declared.currency)
    items = [
        {
            "description": one.title[:MOST_DESCRIBED],
            "quantity": one.units,
            "value": float(Decimal(one.value).scaleb(-digits)),
            "weight": ounces(one.units * (one.weight_g or 0)),
            "origin_country": one.origin_country,
            "currency": declared.currency,
            **({"hs_tariff_number": one.hs_code} if one.hs_code else {}),
            **({"code": one.sku} if one.sku else {}),
        }
        for one in declared.items
    ]
    told: Json = {"contents_type": "returned_goods", "restriction_type": "none", "customs_items": items}
    told |= {"customs_certify": True, "customs_signer": declared.signer, "non_delivery_option": "return"}
    return told | ({"eel_pfc": declared.exemption} if declared.exemption else {})


def read(shipment: Json) -> Label:
    """Read a Shipment. `CarrierError` where it has no id."""
    label_id = text(shipment.get("id"), 100)
    if label_id is None:
        raise CarrierError("EasyPost answered with a shipment without an id", retryable=False)
    postage, chosen = branch(shipment, "postage_label"), branch(shipment, "selected_rate")
    said = [text(one.get("message"), 150) for one in objects(shipment, "messages")]
    codes = [one for one in objects(shipment, "forms") if one.get("form_type") == "label_qr_code"]
    return Label(
        id=label_id,
        label_url=web_address(postage.get("label_pdf_url")) or web_address(postage.get("label_url")),
        qr_code_url=web_address(codes[0].get("form_url")) if codes else None,
        tracking_number=text(shipment.get("tracking_code"), 100),
        tracker_id=text(branch(shipment, "tracker").get("id"), 100),
        carrier=text(chosen.get("carrier"), 100),
        service=text(chosen.get("service"), 100),
        given_back=text(shipment.get("refund_status"), 50) in GIVEN_BACK,
        cheapest=cheapest(objects(shipment, "rates")),
        refusal="; ".join(one for one in said if one) or None,
    )


def cheapest(rates: list[Json]) -> str | None:
    """The id of the rate that costs least; of equals the first."""
    priced = [
        (price, name)
        for one in rates
        if (price := money(one)) is not None and (name := text(one.get("id"), 100))
    ]
    return min(priced, key=lambda one: one[0])[1] if priced else None


def money(rate: Json) -> Decimal | None:
    try:
        price = Decimal(str(rate.get("rate")))
    except InvalidOperation:
        return None
    return price if price.is_finite() and price >= 0 else None


def objects(parent: Json, name: str) -> list[Json]:
    """The objects of a list, if it is one."""
    listed = parent.get(name)
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
