"""Which features the hazard sees, beside what each is held, and the one direction in which it may move it.

What things take nationwide tells one week from another; trees that see it learn by heart which weeks were
slow. So every mean is held against the nationwide one of the same window: what is left is what the place,
the sender or the goods add. The level itself enters by the expected days alone (see `hazard`).
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from eta_model.features.table import FeatureTable

_PARCEL = (
    "distance",
    "abroad",
    "weight_g",
    "volume_cm3",
    "price",
    "freight",
    "hour",
    "weekday",
    "dest_lat",
    "dest_lng",
)
_PLACE = (
    "lane_lane_region_400", "lane_lane_400", "lane_lane_district_400",
    "transit_area_400", "transit_district_400", "transit_post_400", "transit_service_90",
    "place_excess_district_400", "place_excess_post_400",
    "place_excess_region_28", "place_excess_area_28",
)  # fmt: skip
_SENDER = (
    "excess_sender_400", "excess_sender_90", "excess_origin_90", "goods_excess_category_400",
    "spread_lane_region_400", "spread_lane_400", "sender_spread_sender_400",
)  # fmt: skip
_HANDLING = (
    "handling_sender_28", "handling_sender_90", "handling_sender_400", "handling_sender_weekday_400",
    "goods_handling_category_400", "handling_origin_400", "backlog_days", "backlog_age",
)  # fmt: skip
_NOW = ("pace_region_14", "pace_area_14")
_HANDED_OVER = ("handling", "handling_excess")
# The first that fits a feature's name tells the family and level that it is held against.
_BESIDE = {
    "lane_": "lane_everything",
    "transit_": "lane_everything",
    "handling_excess": None,
    "handling_": "handling_everything",
    "goods_handling_": "handling_everything",
    "excess_": "excess_everything",
    "goods_excess_": "excess_everything",
    "place_excess_": "excess_everything",
    "pace_": "pace_service",
}
EXPECTED_HANDLING, EXPECTED_TRANSIT, PACE_NOW = (
    "handling_sender_90",
    "lane_lane_district_400",
    "pace_region_7",
)


def chosen_features(stage: str) -> tuple[str, ...]:
    """The names of the hazard's features at that stage, those of the candidate day left out."""
    return (*_PARCEL, *_PLACE, *_SENDER, *(_HANDLING if stage == "order" else _HANDED_OVER), *_NOW)


@cache
def wanted_features(stage: str) -> tuple[str, ...]:
    """All that a forecast needs: the hazard's, what they are held against, and what the expected days stand on."""
    chosen = chosen_features(stage)
    references = [name for name in map(beside, chosen) if name]
    return tuple(dict.fromkeys([*chosen, *references, EXPECTED_HANDLING, EXPECTED_TRANSIT, PACE_NOW]))


@cache
def rolling_features(stage: str) -> tuple[str, ...]:
    """Those among them that are looked up by place, sender or goods."""
    return tuple(name for name in wanted_features(stage) if name not in (*_PARCEL, *_HANDED_OVER))


def beside(name: str) -> str | None:
    """The nationwide feature of the same window that this one is held against, if any."""
    found = next((reference for start, reference in _BESIDE.items() if name.startswith(start)), None)
    return f"{found}_{name.rpartition('_')[2]}" if found else None


def direction(name: str) -> int:
    """−1 where a higher value can only mean a later arrival, 0 where it may mean either."""
    return -1 if beside(name) else 0


def seen(table: FeatureTable, stage: str) -> NDArray[np.float32]:
    """What the hazard sees of each question, in the order of `chosen_features`."""
    places, held, references = _columns(table.names, stage)
    values = table.values[:, places]
    values[:, held] -= table.values[:, references]
    return values


@cache
def _columns(names: tuple[str, ...], stage: str) -> tuple[list[int], list[int], list[int]]:
    chosen = chosen_features(stage)
    held = [(place, names.index(name)) for place, name in enumerate(map(beside, chosen)) if name]
    return [names.index(name) for name in chosen], [place for place, _ in held], [other for _, other in held]
