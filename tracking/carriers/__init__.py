"""Who carries parcels, and which carrier a tracking number belongs to."""

from tracking.carriers.carrier import Carrier
from tracking.carriers.detection import Candidate, detect, normalise
from tracking.carriers.directory import find

__all__ = ["Candidate", "Carrier", "detect", "find", "normalise"]
