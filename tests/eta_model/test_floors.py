"""The model's core knows neither the web nor the database; the shop's side of it never fits while serving."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "eta_model"
SHOP_SIDE = {
    "estimates",
    "fitting",
    "histories",
    "insights",
    "jobs",
    "nights",
    "model_store",
    "models",
    "parcel_store",
    "readiness",
    "promotion",
    "quote_outcomes",
    "quotes",
    "registry",
    "served",
    "shop_parcels",
}
CORE = sorted(path for path in PACKAGE.rglob("*.py") if path.stem not in SHOP_SIDE)
SERVING = """
import sys
import portal.app, eta_model.registry, eta_model.quote, portal.storefront.answers
print(sorted({"sklearn", "skl2onnx", "onnx"} & set(sys.modules)))
"""


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


@pytest.mark.parametrize("path", CORE, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_core_imports_neither_flask_nor_the_database_nor_what_does(path: Path) -> None:
    foreign = {"flask", "flask_sqlalchemy", "sqlalchemy", "commerce.database", "commerce.models"}
    foreign |= {f"eta_model.{name}" for name in SHOP_SIDE}
    assert not imported(path) & foreign


def test_a_web_process_never_imports_what_fits() -> None:
    said = subprocess.run([sys.executable, "-c", SERVING], capture_output=True, text=True, timeout=120)
    assert said.stdout.strip() == "[]", said.stderr
