"""Who carries parcels, and which carrier a tracking number belongs to."""

from tracking.carriers.carrier import Carrier
from tracking.carriers.directory import find

__all__ = ["Carrier", "find"]
