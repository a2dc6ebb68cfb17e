"""Stripe: refunds of its payments, and what its webhooks tell of them."""

from returns.providers.stripe.events import RefundReport, Told, event_id, parse_event
from returns.providers.stripe.gateway import NAME, StripeGateway
from returns.providers.stripe.signature import HEADER, verify

__all__ = [
    "HEADER",
    "NAME",
    "RefundReport",
    "StripeGateway",
    "Told",
    "event_id",
    "parse_event",
    "verify",
]
