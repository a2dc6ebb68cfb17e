"""Lines and bars stay on their canvas."""

import pytest

from portal.console.drawing import HEIGHT, MARGIN, WIDTH, line, top, width


@pytest.mark.parametrize(
    ("values", "ceiling"),
    [([], 1), ([0.4, None], 1), ([3.1], 5), ([11], 20), ([21], 25), ([26], 50), ([123456], 200000)],
)
def test_an_axis_ends_at_a_round_number(values: list[float | None], ceiling: float) -> None:
    assert top(values, 1) == ceiling


def test_a_line_goes_from_corner_to_corner_and_leaves_gaps_out() -> None:
    drawn = line("first", [0, 5, 12], [0, None, 1], 13, 1)
    assert drawn.dots == [(MARGIN, HEIGHT), (WIDTH - MARGIN, MARGIN)]
    assert drawn.points == f"{float(MARGIN)},{float(HEIGHT)} {float(WIDTH - MARGIN)},{float(MARGIN)}"


@pytest.mark.parametrize(("value", "ceiling", "share"), [(None, 5, 0), (1, 4, 25), (9, 3, 100), (0, 0, 0)])
def test_a_bar_is_as_long_as_its_share(value: float | None, ceiling: float, share: float) -> None:
    assert width(value, ceiling) == share
