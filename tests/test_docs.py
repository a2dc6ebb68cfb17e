"""What the documentation names has to exist, and what exists in these few lists has to be named."""

import re
from configparser import ConfigParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


def names_needed() -> set[str]:
    setup = ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    lists = [setup["options"]["install_requires"], *setup["options.extras_require"].values()]
    return {re.split(r"[\[<>=!~; ]", line)[0] for text in lists for line in text.split("\n") if line}


def names_told(page: str) -> set[str]:
    """The first cell of every table's row, where it is one word of code."""
    return set(re.findall(r"^\| `([^`]+)` \|", (ROOT / "docs" / page).read_text(encoding="utf-8"), re.M))


def test_every_dependency_is_explained_and_nothing_else_is() -> None:
    assert names_told("dependencies.md") == names_needed()


def test_every_setting_is_listed_and_nothing_else_is() -> None:
    read = re.findall(r'"([A-Z]+(?:_[A-Z]+)+)"', (ROOT / "commerce/settings.py").read_text(encoding="utf-8"))
    assert names_told("configuration.md") == set(read) - {"OMP_NUM_THREADS"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_file_leads_to_one(page: Path) -> None:
    targets = re.findall(r"\]\(([^)\s#]+)[^)]*\)", page.read_text(encoding="utf-8"))
    own = [target for target in targets if "://" not in target and not target.startswith("mailto:")]
    assert [target for target in own if not (page.parent / target).exists()] == []
