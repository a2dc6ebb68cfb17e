"""Which package may import which: only those below it."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ["portal", "notifications", "returns", "eta_model", "tracking", "commerce"]


def imports_of(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("package", FLOORS)
def test_a_package_imports_only_from_the_floors_below_it(package: str) -> None:
    above = set(FLOORS[: FLOORS.index(package)])
    arrows_up = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in (ROOT / package).rglob("*.py")
        for name in imports_of(path) & above
    }
    assert not arrows_up


def test_no_package_has_a_room_without_a_subject() -> None:
    nameless = {"utils", "helpers", "common", "core", "misc"}
    found = [
        str(path.relative_to(ROOT))
        for package in FLOORS
        for path in (ROOT / package).rglob("*")
        if path.stem in nameless
    ]
    assert not found
