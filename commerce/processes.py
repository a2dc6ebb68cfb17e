"""Processes that must not outlive the one that started them."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def end_with(parent: int, signal_number: int = signal.SIGTERM) -> None:
    """Have the kernel send this process `signal_number` when its parent ends (prctl(2); Linux alone).

    `parent` is the parent's process id: where it is gone already, this process ends at once.
    """
    if LIBC is None:
        return
    LIBC.prctl(PR_SET_PDEATHSIG, signal_number)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal_number)


def ending_with_me(signal_number: int = signal.SIGTERM) -> Callable[[], None]:
    """What `subprocess.Popen` is to run as `preexec_fn`, so that the child ends with this process."""
    parent = os.getpid()
    return lambda: end_with(parent, signal_number)
