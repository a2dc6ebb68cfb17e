"""`/v1/delivery-dates/scorecard`: how the dates that shoppers saw turned out."""

from typing import Any

from marshmallow import Schema, fields

from portal.api.auth import merchant_id
from portal.api.blueprint import V1

blueprint = V1("scorecard", "How the promised delivery dates turned out.")


def share(says: str) -> fields.Float:
    return fields.Float(required=True, metadata={"minimum": 0, "maximum": 1, "description": says})


def shares(says: str) -> fields.Dict:
    return fields.Dict(keys=fields.String(), values=fields.Float(), metadata={"description": says})


class FiguresSchema(Schema):
    """All but `parcels` is left out while nothing has been scored."""

    parcels = fields.Integer(required=True, metadata={"description": "Quoted parcels that have arrived."})
    mae_days = fields.Float(metadata={"description": "How far the median was off, on average."})
    within_a_day = fields.Float(metadata={"description": "Share that came within a day of the likely one."})
    pinball_days = shares("Quantile loss by level.")
    coverage = shares("Share that arrived within each quantile; `p90` should be 0.9.")
    coverage_error = fields.Float(metadata={"description": "Mean distance of the coverage from its names."})
    promise_kept = fields.Float(metadata={"description": "Share that came by the promised date."})
    promise_days = fields.Float(metadata={"description": "Mean days from the question to the promise."})


class WeekSchema(Schema):
    week = fields.String(
        required=True, metadata={"format": "date", "description": "The Monday of the deliveries."}
    )
    parcels = fields.Integer(required=True)
    p50 = share("Share that arrived within p50.")
    p90 = share("Share that arrived within p90.")
    promise_kept = share("Share of promises kept.")


class DriftSchema(Schema):
    """Whether the last parcels, at most 400, came as often within the promised level as was said."""

    arrivals = fields.Integer(required=True)
    said = fields.Float(required=True, allow_none=True, metadata={"description": "The share promised."})
    kept = fields.Float(
        required=True, allow_none=True, metadata={"description": "The share that came in time."}
    )
    widening = fields.Float(
        required=True,
        metadata={
            "description": "Above 0: an alarm, told as the event `eta.drift` when it is new or has grown."
        },
    )


def grouped() -> fields.Dict:
    return fields.Dict(keys=fields.String(), values=fields.Nested(FiguresSchema), required=True)


class ScorecardSchema(FiguresSchema):
    as_of = fields.Date(
        required=True,
        allow_none=True,
        metadata={"description": "The night it was made; null before the first."},
    )
    widening = fields.Float(
        required=True,
        metadata={"description": "What is added to the confidence while promises break too often."},
    )
    drift = fields.Nested(
        DriftSchema,
        required=True,
        allow_none=True,
        metadata={"description": "What that night's look for a drift found; null where there was none."},
    )
    by_month = grouped()
    by_lane = grouped()
    by_carrier = grouped()
    reliability = fields.Dict(
        keys=fields.String(),
        values=fields.Float(allow_none=True),
        required=True,
        metadata={"description": "Share arrived within each quantile, by its level."},
    )
    by_week = fields.List(fields.Nested(WeekSchema), required=True)
    days_after_promise = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "Parcels by days from the promise to the delivery; early ones are below 0."},
    )


@blueprint.get("/delivery-dates/scorecard")
@blueprint.response(200, ScorecardSchema)
def get_scorecard() -> dict[str, Any]:
    """Read how the delivery dates that shoppers saw turned out

    It is made each night from the quotes of the last year whose parcels have arrived.
    """
    from eta_model import served  # it brings polars, a tenth of a start, for one page in a thousand

    return served.latest_card(merchant_id())
