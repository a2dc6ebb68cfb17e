"""Lists: `?limit=` and `?cursor=`, answered as `{"data", "next_cursor"}`."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer
from marshmallow import Schema, fields, validate

from commerce.errors import Invalid
from commerce.fields import Closed, Text

Row = TypeVar("Row")

MOST = 200


class PageQuery(Closed):
    """What every list understands."""

    limit = fields.Integer(
        load_default=50, validate=validate.Range(1, MOST), metadata={"description": "How many at most."}
    )
    cursor = Text(
        load_default=None,
        metadata={"description": "The `next_cursor` of the page before, with the same filters."},
    )


def page(
    rows: Sequence[Row],
    limit: int,
    show: Callable[[Sequence[Row]], list[Any]],
    place: Callable[[Row], list[Any]],
    of: str,
) -> dict[str, Any]:
    """One page of `rows`, of which one more than `limit` was asked for; `place` is where a row stands."""
    shown = rows[:limit]
    more = len(rows) > limit
    cursor = signer(of).dumps(place(shown[-1])) if more else None
    return {"data": show(shown), "next_cursor": cursor}


def read_cursor(cursor: str | None, of: str) -> list[Any] | None:
    """The place that a cursor of the list `of` names; `Invalid` for one that we never gave."""
    if cursor is None:
        return None
    try:
        place: list[Any] = signer(of).loads(cursor)
    except BadData as exc:
        error = {"pointer": "/cursor", "code": "invalid", "message": "Not a cursor of this list."}
        raise Invalid([error]) from exc
    return place


def signer(of: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=f"cursor of {of}")


def paged(item: type[Schema]) -> type[Schema]:
    """The schema of a page of such items."""
    return Schema.from_dict(
        {
            "data": fields.List(fields.Nested(item), required=True),
            "next_cursor": fields.String(
                allow_none=True,
                required=True,
                metadata={"description": "Where the next page starts; null on the last one."},
            ),
        },
        name=f"{item.__name__.removesuffix('Schema')}List",
    )
