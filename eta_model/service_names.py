"""Carriers and services called as the merchant's own table calls them: a parcel and a question must agree."""

import polars as pl

from eta_model.service_table import ServiceTable, carrier_key

_BY = ("carrier", "service", "dest_country")


def as_in_table(parcels: pl.DataFrame, table: ServiceTable) -> pl.DataFrame:
    """The parcels with the table's names in place of others for the same."""
    known = parcels.select(_BY).unique()
    told = [named(carrier, service, country, table) for carrier, service, country in known.iter_rows()]
    names = known.with_columns(
        pl.Series("carrier_told", [carrier for carrier, _ in told], pl.String),
        pl.Series("service_told", [service for _, service in told], pl.String),
    )
    joined = parcels.join(names, on=_BY, how="left", nulls_equal=True, maintain_order="left")
    return joined.with_columns(carrier="carrier_told", service="service_told").select(parcels.columns)


def named(
    carrier: str | None, service: str | None, country: str, table: ServiceTable
) -> tuple[str | None, str | None]:
    """Carrier and service of the first row that serves the country and fits what is told of them.

    So what is told of neither went by the first service that goes there; what fits no row keeps its names.
    """
    for row in table.services:
        of_carrier = not carrier or carrier_key(carrier) == carrier_key(row.carrier)
        if country in row.countries and of_carrier and (not service or row.is_called(service)):
            return row.carrier, row.service or ""
    return carrier, service
