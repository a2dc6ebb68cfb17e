"""Tables: policy versions, returns and their lines, money, stock, claims. One module needs the others' keys."""

from returns.models import claims, labels, money, policies, requests

__all__ = ["claims", "labels", "money", "policies", "requests"]
