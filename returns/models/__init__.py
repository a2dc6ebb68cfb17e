"""Tables: policy versions, returns and their lines, money, stock, claims. One module needs the others' keys."""

from returns.models import claims, gifts, labels, money, policies, requests

__all__ = ["claims", "gifts", "labels", "money", "policies", "requests"]
