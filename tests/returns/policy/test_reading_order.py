"""Keys of a policy stand where readers look for them."""

from returns.policy.reading_order import in_order


def test_keys_come_in_the_documents_order_and_locales_last() -> None:
    rule = {"then": {"message": {"ja": "い", "en": "a"}, "decision": "deny"}, "name": "A"}
    ordered = in_order({"rules": [rule], "fee": 1, "window": {"from": "shipped", "days": 3}})
    assert list(ordered) == ["window", "fee", "rules"]
    assert list(ordered["window"]) == ["days", "from"]
    assert list(ordered["rules"][0]) == ["name", "then"]
    assert list(ordered["rules"][0]["then"]) == ["decision", "message"]
    assert list(ordered["rules"][0]["then"]["message"]) == ["en", "ja"]
