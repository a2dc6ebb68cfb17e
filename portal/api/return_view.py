"""A return as the API shows it."""

from collections.abc import Sequence
from typing import Any

from flask import current_app

from returns import paying
from returns.amounts import Amounts, price
from returns.models.labels import ReturnLabel
from returns.models.money import Refund
from returns.models.requests import Return, ReturnLine
from returns.refunds import refunded_of
from returns.settlement import priced
from returns.statuses import FREES_UNITS, ReturnStatus

STORED = (
    "currency",
    "status",
    *(f"{status}_at" for status in ReturnStatus),
    "ship_by",
    "own_shipment",
    "decline_reason",
    "replaced_by",
    "policy_version",
    "withdrawal",
    "override",
    "updated_at",
)
OF_LINE = (
    "quantity",
    "received_quantity",
    "accepted_quantity",
    "rejected_quantity",
    "decision",
    "resolution",
    "method",
    "reason",
    "comment",
    "keep_item",
    "photos",
    "condition",
    "disposition",
    "reasons",
)


def shown(request: Return) -> dict[str, Any]:
    """What `ReturnAnswerSchema` dumps of one return."""
    return all_shown([request])[0]


def all_shown(several: Sequence[Return]) -> list[dict[str, Any]]:
    """The same for several returns of one merchant."""
    if not several:
        return []
    already = refunded_of(several[0].merchant_id, [request.order_id for request in several])
    return [return_json(request, already.get(request.order_id, 0)) for request in several]


def return_json(request: Return, already: int) -> dict[str, Any]:
    base_url = current_app.config["SETTINGS"].base_url
    return {name: getattr(request, name) for name in STORED} | {
        "id": request.code,
        "order": request.order.number,
        "gift": request.is_gift,
        "lines": [
            line_json(line, money) for line, money in zip(request.lines, amounts(request), strict=True)
        ],
        "refunds": [refund_json(refund) for refund in request.refunds],
        "due": due_json(request, already),
        "label": label_json(request.label) if request.label else None,
        "replacements": replacements(request),
        "notes": [
            {"text": note.text, "by": note.author, "created_at": note.created_at} for note in request.notes
        ],
        "url": f"{base_url}/r/{request.page_token}",
    }


def amounts(request: Return) -> list[Amounts]:
    """What each line pays in either resolution if all of it comes back."""
    whole = [line._replace(units=line.quantity) for line in paying.settling(request)]
    return price([priced(line, line.bonus_percent) for line in whole], frozenset(request.fee_waived_for))


def line_json(line: ReturnLine, money: Amounts) -> dict[str, Any]:
    return {name: getattr(line, name) for name in OF_LINE} | {
        "id": line.line_id,
        "missing_quantity": line.missing if not line.keep_item else 0,
        "acceptance": line.acceptance.value,
        "exchange_for": {"sku": line.exchange_for} if line.exchange_for else None,
        "amounts": money.as_json(),
    }


def refund_json(refund: Refund) -> dict[str, Any]:
    """A refund, of a return or a claim."""
    names = ("kind", "amount", "currency", "status", "gateway", "error", "created_at", "settled_at")
    shown = {name: getattr(refund, name) for name in names}
    return shown | {"id": refund.code, "store_credit": refund.credit_code}


def due_json(request: Return, already: int) -> dict[str, int]:
    """What is owed for what has been accepted; nothing once the return has come to nothing."""
    if ReturnStatus(request.status) in FREES_UNITS | {ReturnStatus.REQUESTED}:
        return {"refund": 0, "store_credit": 0}
    owing = paying.due(request, already)
    return {"refund": owing.refund, "store_credit": owing.store_credit}


def label_json(label: ReturnLabel) -> dict[str, Any]:
    names = ("carrier", "service", "tracking_number", "label_url", "qr_code_url", "error", "bought_at")
    shown = {name: getattr(label, name) for name in names}
    return shown | {"status": label.status, "shipment": label.shipment_code}


def replacements(request: Return) -> list[dict[str, Any]]:
    lines = {line.position: line.line_id for line in request.lines}
    return [
        {
            "line": lines[one.position],
            "sku": one.sku,
            "quantity": one.quantity,
            "status": one.status,
            "shipment": one.shipment,
            "price_difference": one.price_difference,
        }
        for one in request.replacements
    ]
