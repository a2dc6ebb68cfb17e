"""A history may call a service as it likes, or not at all; the model calls it as the merchant's file does."""

import polars as pl
import pytest

from eta_model.service_names import as_in_table, named
from eta_model.service_table import ServiceTable
from tests.sample_shop import GROUND, NJ1

EXPRESS = GROUND | {"code": "express", "service": None, "name": "Express", "to": ["US", "CA"]}
TABLE = ServiceTable.from_config({"locations": [NJ1], "shipping_services": [GROUND, EXPRESS]})


@pytest.mark.parametrize(
    ("told", "called"),
    [
        (("ups", "GROUND", "US"), ("UPS", "Ground")),
        (("UPS", "Standard", "US"), ("UPS", "Ground")),
        ((None, "express", "US"), ("UPS", "")),
        ((None, None, "US"), ("UPS", "Ground")),
        (("", "", "CA"), ("UPS", "")),
        (("UPS", None, "US"), ("UPS", "Ground")),
        (("DHL", "Ground", "US"), ("DHL", "Ground")),
        (("UPS", "Sled", "US"), ("UPS", "Sled")),
        ((None, None, "JP"), (None, None)),
    ],
)
def test_the_first_row_that_fits_gives_the_names(
    told: tuple[str | None, str | None, str], called: tuple[str | None, str | None]
) -> None:
    assert named(*told, TABLE) == called


def test_parcels_keep_their_order_and_all_else() -> None:
    parcels = pl.DataFrame(
        {
            "shipment_id": ["b", "a", "c"],
            "carrier": ["ups", None, "DHL"],
            "service": ["ground", None, "Air"],
            "dest_country": ["US", "CA", "US"],
        }
    )
    called = as_in_table(parcels, TABLE)
    assert called.columns == parcels.columns
    assert called.rows() == [("b", "UPS", "Ground", "US"), ("a", "UPS", "", "CA"), ("c", "DHL", "Air", "US")]


def test_without_a_table_names_stay() -> None:
    empty = ServiceTable.from_config({"locations": [], "shipping_services": []})
    parcels = pl.DataFrame(
        {"carrier": [None], "service": ["x"], "dest_country": ["US"]}, schema_overrides={"carrier": pl.String}
    )
    assert as_in_table(parcels, empty).rows() == parcels.rows()
