"""The place of the benchmark data, to which models are fitted and on which they are measured."""

from __future__ import annotations

import os
from pathlib import Path

BESIDE_REPOSITORY = Path(__file__).parents[3] / "shared" / "bench"
BENCH_DATA = Path(os.environ.get("BENCH_DATA", BESIDE_REPOSITORY))
