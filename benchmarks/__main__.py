"""`make bench`: run them all (or those named), print a table, write `benchmarks/results.json`."""

import argparse
import json
import platform
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import (
    console,
    dates,
    eligibility,
    fit,
    intake,
    lateness,
    merchant,
    month,
    notices,
    pages,
    policy,
    replay,
    scale,
    second_history,
    watch,
)
from benchmarks.rounds import Result
from benchmarks.stage import staged

RESULTS = Path(__file__).parent / "results.json"


def shopper() -> list[Result]:
    """Pages and intake on one stage."""
    with staged() as stage:
        merchant_id = merchant.make(stage)
        shown = pages.measure(stage, merchant_id)
        # Before the next one, which leaves tens of thousands of messages to work off.
        followed = intake.to_the_page(stage)
        return [*shown, intake.durable(stage), followed]


def delivery_dates() -> list[Result]:
    """Delivery dates on a stage of their own."""
    with staged() as stage:
        merchant.make(stage)
        return dates.measure(stage)


BENCHMARKS: dict[str, Callable[[], list[Result]]] = {
    "shopper": shopper,
    "dates": delivery_dates,
    "policy": policy.measure,
    "eligibility": eligibility.measure,
    "replay": replay.measure,
    "scale": scale.measure,
    "console": console.measure,
    "lateness": lateness.measure,
    "watch": watch.measure,
    "second_history": second_history.measure,
    "fit": fit.measure,
    "walk": fit.walk,
    "notices": notices.measure,
    "month": month.measure,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"which of: {', '.join(BENCHMARKS)}")
    names = parser.parse_args().names or list(BENCHMARKS)
    kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {"results": {}}
    bad = 0
    for name in names:
        results = BENCHMARKS[name]()
        for result in results:
            bad += not result.holds
            print(
                f"{'ok ' if result.holds else 'BAD'} {result.value:>10} {result.wanted:<16} {result.name}",
                flush=True,
            )
        kept["results"][name] = {
            "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "machine": machine(),
            "figures": [result.as_json() for result in results],
        }
    RESULTS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return 1 if bad else 0


def machine() -> str:
    """What it was measured on."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        lines = [line for line in cpuinfo.read_text().splitlines() if line.startswith("model name")]
        model = f"{len(lines)} × {lines[0].partition(':')[2].strip()}" if lines else model
    return f"{model}, Python {platform.python_version()}, {platform.system()}"


if __name__ == "__main__":
    sys.exit(main())
