"""A web process starts without what only fits models."""

import subprocess
import sys

HEAVY = ("sklearn", "scipy", "polars", "onnx", "skl2onnx", "pandas")
START = f"import portal.app, sys; print([name for name in {HEAVY!r} if name in sys.modules])"


def test_it_starts_without_the_libraries_that_fit_models() -> None:
    told = subprocess.run(
        [sys.executable, "-c", START], check=True, capture_output=True, text=True, timeout=120
    )
    assert told.stdout.strip() == "[]"
