"""Processes that must not outlive the one that started them."""

import subprocess
import sys

import psutil
import pytest

PARENT = """
import subprocess, sys, time
from commerce.processes import ending_with_me
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], preexec_fn=ending_with_me())
print(child.pid, flush=True)
time.sleep(600)
"""
ORPHAN = "from commerce.processes import end_with; end_with(1 << 22); print('lives on')"


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's part in this is Linux's")
def test_a_child_ends_when_its_parent_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        child = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
        gone, _ = psutil.wait_procs([child], timeout=30)
    assert gone


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's part in this is Linux's")
def test_a_child_whose_parent_is_gone_already_ends_at_once() -> None:
    orphan = subprocess.run([sys.executable, "-c", ORPHAN], capture_output=True, timeout=60)
    assert (orphan.stdout, orphan.returncode < 0) == (b"", True)
