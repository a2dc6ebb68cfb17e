"""Every event that the product tells of is public, or stays in the house for a reason that is written down."""

import ast
from collections.abc import Iterator
from pathlib import Path

from notifications.webhooks.kinds import INSIDE, PUBLIC

ROOT = Path(__file__).resolve().parents[3]
PACKAGES = ("commerce", "tracking", "eta_model", "returns", "notifications", "portal")


def emitted() -> Iterator[tuple[str, str]]:
    """Each kind that a call of `emit` names as a constant, and the file it stands in."""
    for package in PACKAGES:
        for file in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                if (
                    isinstance(node, ast.Call)
                    and getattr(node.func, "id", "") == "emit"
                    and len(node.args) > 1
                ):
                    for part in ast.walk(node.args[1]):
                        if (
                            isinstance(part, ast.Constant)
                            and isinstance(part.value, str)
                            and "." in part.value
                        ):
                            yield part.value, str(file.relative_to(ROOT))


def test_every_kind_of_event_is_sorted() -> None:
    known = PUBLIC | INSIDE
    beginnings = tuple({kind.partition(".")[0] + "." for kind in known})
    unsorted = {
        kind
        for kind, _ in emitted()
        if kind not in known and not (kind.endswith((".", "_")) and kind.startswith(beginnings))
    }
    assert not unsorted


def test_no_kind_is_both() -> None:
    assert not PUBLIC.keys() & INSIDE.keys()
