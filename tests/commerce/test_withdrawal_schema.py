"""The right of withdrawal in a merchant's file: never narrower than the law, and free of contradictions."""

import pytest

from commerce import merchant_file
from commerce.merchant_file import WrongFile, read
from commerce.withdrawal_schema import Exempt
from tests.commerce.files import LEAST


def loaded(section: str) -> dict[str, object]:
    config = read(f"{LEAST}withdrawal: {section}\n".encode()).config
    withdrawal: dict[str, object] = config["withdrawal"]
    return withdrawal


def faults(section: str, more: str = "") -> list[str]:
    with pytest.raises(WrongFile) as refused:
        merchant_file.read(f"{LEAST}withdrawal: {section}\n{more}".encode())
    return [line.removeprefix("acme.yaml:6: ") for line in refused.value.lines("acme.yaml")]


def test_a_merchant_may_give_more_days_and_name_what_is_excepted() -> None:
    assert loaded("{days: 30, exceptions: [{code: perishable, tags: [fresh], skus: [4711]}]}") == {
        "days": 30,
        "return_cost": None,
        "exceptions": [
            {
                "code": "perishable",
                "tags": ["fresh"],
                "skus": ["4711"],
                "product_types": [],
                "collections": [],
            }
        ],
    }


def test_every_exception_of_article_16_can_be_named() -> None:
    assert len(Exempt) == 13
    for one in Exempt:
        assert loaded(f"{{exceptions: [{{code: {one}, tags: [x]}}]}}")


@pytest.mark.parametrize(
    ("section", "fault"),
    [
        ("{days: 13}", "withdrawal.days: Must be greater than or equal to 14"),
        ("{return_cost: carrier}", "withdrawal.return_cost: Must be one of: shop, shopper."),
        ("{exceptions: [{code: sale, tags: [x]}]}", "withdrawal.exceptions[0].code: Must be one of"),
        ("{exceptions: [{code: mixed}]}", "withdrawal.exceptions[0].code: Name what it is about by"),
        ("{exceptions: [{code: mixed, tag: [x]}]}", "withdrawal.exceptions[0].tag: Unknown field."),
        (
            "{exceptions: [{code: mixed, tags: [x]}, {code: auction, tags: [x]}]}",
            "withdrawal.exceptions[1].tags[0]: Is excepted already.",
        ),
    ],
)
def test_a_wrong_section_is_told(section: str, fault: str) -> None:
    assert any(told.startswith(fault) for told in faults(section)), faults(section)


def test_who_pays_for_returns_has_a_method_that_costs_the_shopper_nothing() -> None:
    policy = "return_policy: {methods: [own_carrier]}\n"
    assert "withdrawal.return_cost: The return policy offers no method that the shop pays for." in faults(
        "{return_cost: shop}", policy
    )
