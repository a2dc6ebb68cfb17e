"""What merchants read about the policy is true."""

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from returns.policy.messages import BUILT_IN
from returns.policy.validation import validate
from returns.policy.vocabulary import DEFAULT_REASONS, FACTS, OPERATORS

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "return-policy.md").read_text(encoding="utf-8")
WORDS = set(re.findall(r"[a-z_.]+", " ".join(re.findall(r"`([^`\n]+)`", PAGE))))


@pytest.mark.parametrize("word", [*FACTS, *OPERATORS, *DEFAULT_REASONS])
def test_every_word_of_a_policy_is_explained(word: str) -> None:
    assert word in WORDS


@pytest.mark.parametrize("code", sorted(BUILT_IN.keys() - {"window_not_started"}))
def test_every_code_of_a_reason_is_explained(code: str) -> None:
    assert code in WORDS


def test_the_example_can_be_published() -> None:
    example = re.search(r"```yaml\n(return_policy:.*?)```", PAGE, re.S)
    assert example
    assert validate(YAML(typ="safe").load(example[1])["return_policy"]) == []
