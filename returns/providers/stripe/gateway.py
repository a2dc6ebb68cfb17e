"""Refunds of payments at Stripe, through its official library."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from commerce.merchants import Known
from commerce.work import GivenUp, TryLater
from returns.providers.stripe.events import KEY, RefundReport, answer_of, parse_refund
from returns.providers.stripe.words import NoSuchAmount, amount_out
from returns.refunds import GATEWAYS, GatewayAnswer, Payback, RefundStatus
from tracking.providers.fields import text

if TYPE_CHECKING:
    from stripe import StripeClient, StripeError

NAME = "stripe"
SECONDS = 10.0  # for connecting, and for each read
PARAMETERS = {"pi_": "payment_intent", "ch_": "charge", "py_": "charge"}
"""How a payment's id begins, and what Stripe calls it."""


class Refused(GivenUp):
    """Stripe will not make this refund, now or later."""


class StripeGateway:
    """Pays back what was paid through Stripe; an order's `payment_reference` names its PaymentIntent or Charge."""

    name = NAME

    def __init__(self, timeout: float = SECONDS) -> None:
        self._timeout = timeout

    def takes(self, merchant: Known, payment_reference: str | None) -> bool:
        """Whether the merchant has a key, and the reference is one of Stripe's."""
        return bool(key_of(merchant) and (payment_reference or "")[:3] in PARAMETERS)

    def find(self, payback: Payback) -> GatewayAnswer | None:
        """The refund that carries our id, among all of its payment's.

        Whatever keeps Stripe from answering is `TryLater`: no refusal here says that nothing was paid.
        """
        try:
            with asking():
                made = self._refunds(payback.merchant, payback.payment_reference or "")
                return next((answer_of(one) for one in made if our_id(one) == payback.idempotency_key), None)
        except GivenUp as exc:
            raise TryLater(str(exc)) from exc

    def send(self, payback: Payback) -> GatewayAnswer:
        """Refund a payment. What Stripe refuses has failed; `GivenUp` where it knows no such payment or key."""
        reference = payback.payment_reference or ""
        try:
            parameters: Any = {
                PARAMETERS[reference[:3]]: reference,
                "amount": amount_out(payback.amount, payback.currency),
                "metadata": {KEY: payback.idempotency_key},
            }
            with asking():
                made = self._client(payback.merchant).v1.refunds.create(
                    parameters, {"idempotency_key": payback.idempotency_key}
                )
        except (Refused, NoSuchAmount) as exc:
            return GatewayAnswer(RefundStatus.FAILED, error=str(exc))
        return answer_of(made.to_dict())

    def listed(self, merchant: Known, charge: str) -> list[RefundReport]:
        """All refunds of a charge. Raises `TryLater`, `GivenUp`."""
        with asking():
            reports = [parse_refund(one) for one in self._refunds(merchant, charge)]
        return [one for one in reports if one]

    def _refunds(self, merchant: Known, payment: str) -> Iterator[dict[str, Any]]:
        parameters: Any = {PARAMETERS.get(payment[:3], "charge"): payment, "limit": 100}
        found: Iterable[Any] = self._client(merchant).v1.refunds.list(parameters).auto_paging_iter()
        return (one.to_dict() for one in found)

    def _client(self, merchant: Known) -> "StripeClient":
        # The library takes half a second to import, and only those who call Stripe should wait for it.
        from stripe import RequestsClient, StripeClient

        base = merchant.integrations.get(NAME, {}).get("api_base")
        return StripeClient(
            key_of(merchant),
            base_addresses={"api": base.rstrip("/")} if base else {},
            http_client=RequestsClient(timeout=self._timeout),
            max_network_retries=0,  # when to try again is the job's to decide
        )


def key_of(merchant: Known) -> str:
    """The merchant's key to Stripe, empty where it has none."""
    return merchant.integrations.get(NAME, {}).get("api_key") or ""


def our_id(refund: dict[str, Any]) -> object:
    return (refund.get("metadata") or {}).get(KEY)


@contextmanager
def asking() -> Iterator[None]:
    """Turn Stripe's errors into `Refused`, `GivenUp` for an unknown payment or key, and else `TryLater`."""
    import stripe

    try:
        yield
    except (stripe.AuthenticationError, stripe.PermissionError) as exc:
        # Stripe's own sentence quotes a part of the key.
        raise GivenUp(f"Stripe answered {exc.http_status}: it does not take the API key") from exc
    except (stripe.CardError, stripe.InvalidRequestError) as exc:
        unknown = exc.code == "resource_missing"
        raise (GivenUp if unknown else Refused)(said(exc)) from exc
    except stripe.APIConnectionError as exc:
        raise TryLater("Stripe could not be reached") from exc
    except stripe.StripeError as exc:
        raise TryLater(said(exc)) from exc


def said(exc: "StripeError") -> str:
    """Stripe's own sentence, for staff to read."""
    return f"Stripe answered {exc.http_status}: {text(exc.user_message, 200) or 'no reason given'}"


GATEWAYS.append(StripeGateway())
