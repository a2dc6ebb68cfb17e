"""What a fitted model is to the shop, and which word may follow which."""

from enum import StrEnum


class ModelStatus(StrEnum):
    """Of all models of a merchant (or of the pool) at most one is serving."""

    CANDIDATE = "candidate"  # fitted, not yet compared
    SERVING = "serving"
    RETIRED = "retired"  # served until a newer one took its place; stands in where that one is broken
    REFUSED = "refused"  # worse than the one that served, or taken back by hand


ALLOWED: dict[ModelStatus, frozenset[ModelStatus]] = {
    ModelStatus.CANDIDATE: frozenset({ModelStatus.SERVING, ModelStatus.REFUSED}),
    ModelStatus.SERVING: frozenset({ModelStatus.RETIRED, ModelStatus.REFUSED}),
    ModelStatus.RETIRED: frozenset({ModelStatus.SERVING}),
    ModelStatus.REFUSED: frozenset({ModelStatus.SERVING}),
}
