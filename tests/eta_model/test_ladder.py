"""The answer names the narrowest place with enough delivered parcels."""

import numpy as np
import pytest

from eta_model.ladder import ENOUGH, rungs


@pytest.mark.parametrize(
    ("lane", "region", "carrier", "basis", "samples"),
    [
        (ENOUGH, 50, 500, "lane", ENOUGH),
        (ENOUGH - 1, 50, 500, "region", 50),
        (0, 3, 500, "carrier", 500),
        (0, 0, 2, "service_table", 0),
    ],
)
def test_each_rung_in_turn(lane: int, region: int, carrier: int, basis: str, samples: int) -> None:
    told = rungs({"lane": np.array([lane]), "region": np.array([region]), "service": np.array([carrier])})
    assert told[0] == [basis]
    assert told[1].tolist() == [samples]
