"""An export is the file that would make the merchant, without its secrets."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commerce import merchant_changes, merchant_file, merchants
from commerce.merchant_export import as_yaml, document
from commerce.merchant_file import read
from commerce.yaml_source import parse
from tests.commerce.files import LEAST, WHOLE

MISREAD = ["NO", "yes", "On", "y", "null", "~", "15:00", "08001", "1e3", "0o7", "", "=", "<<", "-", "#"]

WITH_A_STREET = (
    "locations: [{code: NJ1, country: US, address: {line1: 5 Dock Rd, line2: null, city: Avenel}}]\n"
)


def exported(content: str) -> str:
    merchant_changes.apply(read(content.encode()))
    merchant = merchants.fresh("acme")
    assert merchant is not None
    return as_yaml(document(merchant))


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("content", [LEAST, WHOLE, LEAST + WITH_A_STREET])
def test_an_export_applied_again_changes_nothing(content: str) -> None:
    again = read(exported(content).encode())
    assert merchant_changes.apply(again).changed == []


@pytest.mark.usefixtures("app")
def test_an_export_has_no_secret_and_reads_from_top_to_bottom() -> None:
    written = exported(WHOLE)
    assert "secret" not in written
    assert written.startswith("slug: acme\nname: Acme Outfitters\ncountry: US\n")
    assert '- "NO"' in written and 'cutoff: "15:00"' in written
    assert "easypost: {}" in written


@pytest.mark.usefixtures("app")
def test_an_export_keeps_a_null_in_a_section_that_others_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merchant_file, "VALIDATORS", {})
    merchant_changes.apply(read((LEAST + "return_policy: {a: null, b: [1, null]}\n").encode()))
    merchant = merchants.fresh("acme")
    assert merchant is not None
    assert document(merchant)["return_policy"] == {"a": None, "b": [1, None]}


texts = st.text(st.characters(exclude_categories=("Cc", "Cs"), max_codepoint=0xFFFD))
texts |= st.sampled_from(MISREAD)
values = texts | st.integers(-(10**9), 10**9) | st.booleans() | st.lists(texts, max_size=3)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(texts, values))
def test_any_text_survives_being_written_and_read(contents: dict[str, object]) -> None:
    source = parse(as_yaml(contents).encode())
    assert not source.faults
    assert json.dumps(source.value, sort_keys=True) == json.dumps(contents, sort_keys=True)
