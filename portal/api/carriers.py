"""`/v1/carriers`: whose number is this?"""

from typing import Any

from marshmallow import Schema, fields

from commerce.fields import Closed, Country, Name, Text
from portal.api.blueprint import V1
from tracking import carriers
from tracking.carriers.directory import BY_CODE

blueprint = V1("carriers", "Whose number is this?")


class DetectQuery(Closed):
    number = Name(required=True, metadata={"example": "1Z999AA10123456784"})
    country = Country(load_default=None, metadata={"description": "Where the parcel goes."})
    hint = Text(load_default=None, metadata={"description": "The carrier you expect, in any spelling."})


class CandidateSchema(Schema):
    carrier = fields.String(required=True, metadata={"example": "UPS"})
    name = fields.String(required=True, metadata={"example": "UPS"})
    format = fields.String(required=True)
    proof = fields.String(
        required=True, metadata={"enum": ["checksum", "format"], "description": "What speaks for it."}
    )
    tracking_url = fields.String(allow_none=True, required=True, metadata={"format": "uri"})


class CandidatesSchema(Schema):
    data = fields.List(fields.Nested(CandidateSchema), required=True)


@blueprint.get("/carriers/detect")
@blueprint.arguments(DetectQuery, location="query")
@blueprint.response(200, CandidatesSchema)
def detect(query: dict[str, Any]) -> dict[str, Any]:
    """Rank the carriers that a tracking number may belong to

    The likeliest comes first; a check digit that holds is stronger than a shape that fits.
    """
    number = query["number"]
    found = carriers.detect(number, destination=query["country"], hint=query["hint"])
    return {"data": [candidate_json(one, carriers.normalise(number)) for one in found]}


def candidate_json(candidate: carriers.Candidate, number: str) -> dict[str, Any]:
    carrier = BY_CODE[candidate.carrier]
    return {
        "carrier": carrier.code,
        "name": carrier.name,
        "format": candidate.format,
        "proof": candidate.proof,
        "tracking_url": carrier.link(number),
    }
