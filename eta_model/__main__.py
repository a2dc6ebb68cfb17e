"""`python -m eta_model`: fit, predict and backtest on files, with no database."""

import os

# More than one OpenMP thread hangs after a fork and crawls beside other busy processes.
os.environ.setdefault("OMP_NUM_THREADS", "1")

from eta_model.offline import main

if __name__ == "__main__":
    raise SystemExit(main())
