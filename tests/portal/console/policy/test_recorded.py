"""What the log keeps of a policy's changes is read as sentences."""

from commerce.merchants import Known
from portal.console.policy.recorded import recorded
from returns import drafting
from returns.policy.comparison import as_facts, compare
from tests.portal.console.policy.conftest import FINAL, POLICY, VIP
from tests.portal.console.policy.test_sentences import sayer
from tests.portal.console.staffing import Desk

BEFORE = POLICY | {"rules": [VIP, FINAL]}
AFTER = POLICY | {"fee": 595, "rules": [FINAL, VIP | {"then": {"window_days": 90}}]}


def test_terms_come_first_and_only_what_changed_is_told() -> None:
    sides = as_facts(compare(BEFORE, AFTER))
    told = recorded(sayer(), sides["before"] | {"version": 1}, sides["after"] | {"version": 2})
    assert [one.what for one in told] == ["changed", "moved", "changed"]
    fee, moved, vip = told
    assert (fee.gone, fee.new) == (["A return costs a fee of $4.95."], ["A return costs a fee of $5.95."])
    assert fee.stayed == vip.stayed == []
    assert moved.stayed == ["from place 2 to place 1"]
    assert vip.title == "VIPs" and "90" in " ".join(vip.new)


def test_a_rule_that_went_is_told_with_what_shoppers_read() -> None:
    sides = as_facts(compare(BEFORE, BEFORE | {"rules": [VIP]}))
    [gone] = recorded(sayer(), **sides)
    assert (gone.what, gone.new) == ("removed", [])
    assert "English: No way back." in gone.gone and "日本語: 返品できません。" in gone.gone


def test_the_log_has_no_code_of_the_policy(desk: Desk, shop: Known) -> None:
    drafting.save(shop.id, drafting.current(shop.id).seen, POLICY | {"fee": 595}, "ada@acme.test")
    page = desk.get("/log").text
    assert "A return costs a fee of $5.95." in page
    assert "fee:" not in page and "return policy</span>" not in page
