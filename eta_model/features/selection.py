"""Which features the hazard sees, and the one direction in which each may move it.

Nationwide means of the last days tell one week from another; left free, trees learn by heart which weeks
were slow. So few of them are let in, and none without a direction.
"""

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
_NOW = ("excess_everything_14", "excess_everything_28", "speed_everything_29", "speed_lane_region_29")
_HANDED_OVER = ("handling", "handling_excess")
_SLOWING = ("lane_", "transit_", "total_", "handling_", "goods_", "excess_", "place_")


def chosen_features(stage: str) -> tuple[str, ...]:
    """The names of the hazard's features at that stage, those of the candidate day left out."""
    return (*_PARCEL, *_PLACE, *_SENDER, *(_HANDLING if stage == "order" else _HANDED_OVER), *_NOW)


def direction(name: str) -> int:
    """−1 where a higher value can only mean a later arrival, 1 where an earlier one, 0 where either."""
    if name == "handling_excess":
        return 0
    if name.startswith("speed_"):
        return 1
    return -1 if name.startswith(_SLOWING) else 0
