"""The quantities averaged down chains of places, and the windows that become features."""

from eta_model.features.rolling import Family

TRANSIT = Family(
    "transit",
    "transit",
    (
        ("everything", (7, 14, 28, 90)),
        ("service", (14, 28, 90)),
        ("region", (14, 28, 90, 400)),
        ("area", (28, 90, 400)),
        ("district", (90, 400)),
        ("post", (400,)),
    ),
)
LANE = Family(
    "lane",
    "transit",
    (
        ("everything", ()),
        ("service", ()),
        ("lane_region", (14, 28, 90, 400)),
        ("lane", (28, 90, 400)),
        ("lane_district", (90, 400)),
    ),
)
TOTAL = Family(
    "total",
    "total",
    (
        ("everything", (14, 28, 90)),
        ("service", (28, 90)),
        ("lane_region", (28, 90, 400)),
        ("lane", (90, 400)),
    ),
    usual=2.0,
)
HANDLING = Family(
    "handling",
    "handling",
    (
        ("everything", (7, 28, 90)),
        ("origin", (28, 400)),
        ("sender", (7, 14, 28, 90, 400)),
        ("sender_weekday", (400,)),
    ),
    usual=0.7,
)
GOODS_HANDLING = Family(
    "goods_handling", "handling", (("everything", ()), ("category", (90, 400))), usual=0.7
)

# What a parcel took beyond what its lane had led to expect: the sender's or the day's own share.
SENDER_EXCESS = Family(
    "excess", "excess", (("everything", (7, 14, 28)), ("origin", (90,)), ("sender", (28, 90, 400))), usual=0.0
)
GOODS_EXCESS = Family("goods_excess", "excess", (("everything", ()), ("category", (90, 400))), usual=0.0)
PLACE_EXCESS = Family(
    "place_excess",
    "excess",
    (
        ("everything", ()),
        ("region", (14, 28)),
        ("area", (28, 90)),
        ("district", (28, 90, 400)),
        ("post", (400,)),
    ),
    usual=0.0,
)
SPREAD = Family(
    "spread",
    "spread",
    (
        ("everything", (28, 90)),
        ("service", (90,)),
        ("lane_region", (90, 400)),
        ("area", (400,)),
        ("sender", (400,)),
    ),
    usual=0.4,
)

DURATION_FAMILIES = (TRANSIT, LANE, TOTAL, HANDLING, GOODS_HANDLING)
EXCESS_FAMILIES = (SENDER_EXCESS, GOODS_EXCESS, PLACE_EXCESS, SPREAD)
