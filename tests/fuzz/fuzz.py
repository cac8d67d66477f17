"""Coverage-guided fuzzing: python tests/fuzz/fuzz.py TARGET [SECONDS]  (default 600)

Needs `pip install wekipy[fuzz]`. Stops at the first exception that is no Problem, at ten seconds without an
answer, or at 1 GB of memory, and writes the input that did it into the present folder.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parent))
with atheris.instrument_imports(
    include=["wekipy", "pythonosc", "targets", "import_targets", "folder_targets", "numpy.lib._npyio_impl"]
):
    from fuzz_place import clear
    from targets import TARGETS, seeds


def main() -> None:
    """Fuzz one target."""
    name = sys.argv[1]
    seconds = sys.argv[2] if len(sys.argv) > 2 else "600"
    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(seeds()[name]):
            (Path(corpus) / str(number)).write_bytes(seed)
        options = [f"-max_total_time={seconds}", "-timeout=10", "-rss_limit_mb=1024", "-print_final_stats=1"]
        atheris.Setup([sys.argv[0], *options, corpus], TARGETS[name])
        try:
            atheris.Fuzz()
        finally:
            clear()


if __name__ == "__main__":
    main()
