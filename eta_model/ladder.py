"""Which rung answered: the narrowest place with enough delivered parcels to speak of."""

from collections.abc import Mapping

import numpy as np

from eta_model.features.rolling import Asked
from eta_model.journeys import NEVER, Ints
from eta_model.ledger import DatedSums

RUNGS = (("lane", "lane"), ("region", "region"), ("carrier", "service"))
ENOUGH = 10
MEMORY_DAYS = 400
LAST_RUNG = "service_table"


def rung_counts(codes: Mapping[str, Ints], delivered_day: Ints, asked: Asked) -> dict[str, Ints]:
    """For each rung's level, the parcels delivered to each question's place in the last 400 days."""
    known = delivered_day < NEVER
    ones = np.ones((int(known.sum()), 1), np.int64)
    return {
        level: DatedSums(codes[level][known], delivered_day[known], ones).between(
            asked.codes[level], asked.days - MEMORY_DAYS, asked.days
        )[:, 0]
        for _, level in RUNGS
    }


def rungs(counts: Mapping[str, Ints]) -> tuple[list[str], Ints]:
    """For each question the rung's name and the delivered parcels it stands on (`basis`, `samples`)."""
    size = len(counts[RUNGS[0][1]])
    basis = np.full(size, LAST_RUNG, dtype=object)
    samples = np.zeros(size, dtype=np.int64)
    for name, level in reversed(RUNGS):
        enough = counts[level] >= ENOUGH
        basis[enough], samples[enough] = name, counts[level][enough]
    return [str(name) for name in basis], samples
