"""The scorecard's figures are those anyone would compute by hand."""

from datetime import date, datetime

import polars as pl
import pytest

from eta_model.history import check_history
from eta_model.scorecard import scorecard, scored

HISTORY = pl.DataFrame(
    {
        "shipment_id": ["A", "B", "C"],
        "ordered_at": [datetime(2024, 5, 1, 12)] * 3,
        "delivered_at": [datetime(2024, 5, 3, 12), datetime(2024, 5, 7, 12), None],
        "carrier": ["UPS", "Post", "UPS"],
        **{f"{end}_country": ["US"] * 3 for end in ("origin", "dest")},
        **{f"{end}_postcode": ["07001"] * 3 for end in ("origin", "dest")},
    }
)
TOLD = pl.DataFrame(
    {
        "shipment_id": ["A", "B", "C"],
        **{name: [value] * 3 for name, value in (("p50", 3.0), ("p80", 4.0), ("p90", 5.0), ("p95", 6.0))},
        "likely_on": [date(2024, 5, 4)] * 3,
        "promise_on": [date(2024, 5, 6)] * 3,
    }
)


def test_figures_over_all_parcels_that_arrived() -> None:
    card = scorecard(scored(TOLD, check_history(HISTORY).parcels, "order"))
    assert card["parcels"] == 2
    assert card["mae_days"] == pytest.approx((1 + 3) / 2)
    assert card["within_a_day"] == 0.5
    assert card["pinball_days"]["p90"] == pytest.approx((0.1 * 3 + 0.9 * 1) / 2)
    assert card["coverage"] == {"p50": 0.5, "p80": 0.5, "p90": 0.5, "p95": 0.5 + 0.5}
    assert card["coverage_error"] == pytest.approx((0 + 0.3 + 0.4 + 0.05) / 4)
    assert card["promise_kept"] == 0.5
    assert card["promise_days"] == 5


def test_figures_by_month_lane_and_carrier() -> None:
    card = scorecard(scored(TOLD, check_history(HISTORY).parcels, "order"))
    assert list(card["by_month"]) == ["2024-05"]
    assert list(card["by_lane"]) == ["US>US"]
    assert card["by_carrier"]["Post"]["mae_days"] == pytest.approx(3.0)


def test_with_nothing_arrived_there_is_nothing_to_score() -> None:
    under_way = check_history(HISTORY.tail(1)).parcels
    assert scorecard(scored(TOLD, under_way, "order"))["parcels"] == 0
