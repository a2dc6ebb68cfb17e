"""Numbers of many carriers, valid and invalid, collected in the open by others."""

import json
from pathlib import Path
from typing import NamedTuple

import pytest

from tracking.carriers.detection import Candidate, detect, is_hinted

COURIERS = (
    Path(__file__).resolve().parents[2].parent / "shared/fixtures/_split/shared/tracking_number_data/couriers"
)
NEAR_THE_TOP = 3


class Example(NamedTuple):
    courier: str
    number: str
    checked: bool


def examples(kind: str) -> list[Example]:
    found = []
    for path in sorted(COURIERS.glob("*.json")):
        for known in json.loads(path.read_text(encoding="utf-8"))["tracking_numbers"]:
            checked = "checksum" in known["validation"]
            found += [Example(path.stem, number, checked) for number in known["test_numbers"][kind]]
    return found


def is_meant(one: Candidate, courier: str) -> bool:
    return one.format.startswith("S10") if courier == "s10" else is_hinted(one.carrier, courier)


pytestmark = pytest.mark.skipif(not COURIERS.is_dir(), reason="the shared tracking numbers are not here")


@pytest.mark.parametrize("example", examples("valid"), ids=str)
def test_a_valid_number_is_its_carriers(example: Example) -> None:
    top = [one for one in detect(example.number)[:NEAR_THE_TOP] if is_meant(one, example.courier)]
    assert top
    assert top[0].proof == "checksum" or not example.checked


@pytest.mark.parametrize("example", [one for one in examples("invalid") if one.checked], ids=str)
def test_an_invalid_number_gets_no_proof_of_its_carrier(example: Example) -> None:
    proven = [one for one in detect(example.number) if one.proof == "checksum"]
    assert not [one for one in proven if is_meant(one, example.courier)]


def test_nearly_every_valid_number_ranks_first() -> None:
    numbers = examples("valid")
    first = [one for one in numbers if is_meant(detect(one.number)[0], one.courier)]
    assert len(first) >= 0.95 * len(numbers)
