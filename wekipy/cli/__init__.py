"""The `wekipy` command."""

from __future__ import annotations

import os

# One small matrix product per packet: threads of the linear algebra library would only get in the way.
# It reads these once, when numpy is first imported.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

from wekipy.cli.main import main

__all__ = ["main"]
