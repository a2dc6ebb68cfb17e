"""The history that a model learns from: a merchant's own, or that of all who share theirs, without names."""

from collections.abc import Sequence

import polars as pl
from sqlalchemy import select

from commerce import merchants
from commerce.database import transaction
from commerce.errors import NotFound
from commerce.merchants import Known
from commerce.models import Merchant
from eta_model import parcel_store
from eta_model.history import REQUIRED, check_history
from eta_model.postcodes import places_of
from eta_model.service_names import as_in_table
from eta_model.service_table import ServiceTable


def history_of(merchant_id: int | None) -> pl.DataFrame:
    """The checked parcels of a merchant, its services called as in its file; None stands for the pool's."""
    if merchant_id is None:
        return nameless([own(merchant) for merchant in everyone() if shares_lanes(merchant)])
    if (merchant := merchants.fresh_by_id(merchant_id)) is None:
        raise NotFound("the merchant is gone")
    return own(merchant)


def own(merchant: Known) -> pl.DataFrame:
    """The checked parcels of a merchant."""
    return as_in_table(parcel_store.parcels_of(merchant.id), ServiceTable.from_config(merchant.config))


def nameless(histories: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """The parcels of several merchants without a trace of whose or which they were.

    Ids are numbers of this table alone, senders are blank, and postcodes end at the district.
    """
    nobodys = check_history(pl.DataFrame(schema=dict.fromkeys(REQUIRED, pl.String))).parcels
    return pl.concat([nobodys, *histories]).with_columns(
        pl.int_range(pl.len()).cast(pl.String).alias("shipment_id"),
        pl.lit(None, pl.String).alias("origin_id"),
        *(
            pl.struct(f"{end}_country", f"{end}_postcode")
            .map_elements(lambda place: _district(*place.values()), return_dtype=pl.String)
            .alias(f"{end}_postcode")
            for end in ("origin", "dest")
        ),
    )


def _district(country: str, postcode: str | None) -> str:
    return places_of(country, postcode or "").district


def everyone() -> list[Known]:
    """All merchants, as stored now."""
    with transaction() as session:
        ids = session.scalars(select(Merchant.id).order_by(Merchant.id)).all()
    return [merchant for number in ids if (merchant := merchants.fresh_by_id(number))]


def shares_lanes(merchant: Known) -> bool:
    """Whether the merchant lets others learn from its lanes."""
    return bool(merchant.config["promise"].get("share_lanes", False))
