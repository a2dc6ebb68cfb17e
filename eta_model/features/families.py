"""The quantities averaged down chains of places, and the windows that become features."""

from eta_model.features.rolling import Family

TRANSIT = Family(
    "transit",
    "transit",
    (
        ("everything", ()),
        ("service", (90,)),
        ("region", ()),
        ("area", (400,)),
        ("district", (400,)),
        ("post", (400,)),
    ),
    usual=1.7,
)
LANE = Family(
    "lane",
    "transit",
    (
        ("everything", (90, 400)),
        ("service", ()),
        ("lane_region", (400,)),
        ("lane", (400,)),
        ("lane_district", (400,)),
    ),
    usual=1.7,
)
HANDLING = Family(
    "handling",
    "handling",
    (
        ("everything", (28, 90, 400)),
        ("origin", (400,)),
        ("sender", (28, 90, 400)),
        ("sender_weekday", (400,)),
    ),
    usual=0.7,
)
GOODS_HANDLING = Family(
    "goods_handling",
    "handling",
    (("everything", ()), ("category", (400,))),
    usual=0.7,
)

# What a parcel took beyond what its lane had led to expect: the season's, sender's or goods' own share.
EXCESS = Family(
    "excess",
    "excess",
    (("everything", (28, 90, 400)), ("origin", (90,)), ("sender", (90, 400))),
    usual=0.0,
)
GOODS_EXCESS = Family("goods_excess", "excess", (("everything", ()), ("category", (400,))), usual=0.0)
PLACE_EXCESS = Family(
    "place_excess",
    "excess",
    (("everything", ()), ("region", (28,)), ("area", (28,)), ("district", (400,)), ("post", (400,))),
    usual=0.0,
)
SPREAD = Family(
    "spread",
    "spread",
    (("everything", ()), ("service", ()), ("lane_region", (400,)), ("lane", (400,))),
    usual=0.4,
)
SENDER_SPREAD = Family("sender_spread", "spread", (("everything", ()), ("sender", (400,))), usual=0.4)

DURATION_FAMILIES = (TRANSIT, LANE, HANDLING, GOODS_HANDLING)
EXCESS_FAMILIES = (EXCESS, GOODS_EXCESS, PLACE_EXCESS, SPREAD, SENDER_SPREAD)
