"""What a script waits for with wekipy.load: python benchmarks/loading.py [algorithm] [inputs]

Five outputs are taught 200 examples; then fresh processes import wekipy, load the project, and have 100,000
rows predicted. What is printed is the median of nine processes, and their least; numpy's own import beside
it, which every such script has anyway. CPU seconds tell more than seconds on a busy machine. Nothing is
asserted here.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from wekipy.client import Client
from wekipy.rehearsal.engine_process import EngineProcess

PROCESSES, ROWS = 9, 100_000
PROGRAM = """
import json, sys, time
def clocks():
    return time.perf_counter(), time.process_time()
def since(before):
    return [now - then for now, then in zip(clocks(), before)]
start = clocks()
import numpy as np
numpy = since(start)
import wekipy
piece = wekipy.load(sys.argv[1])
load = since(start)
rows = np.random.default_rng(0).normal(size=(int(sys.argv[2]), piece.n_features_in_))
first = clocks()
piece.predict(rows[0])
one = since(first)
begun = clocks()
piece.predict(rows)
all_rows = since(begun)
names = [name for name in ("sklearn", "scipy", "PyQt6") if name in sys.modules]
print(json.dumps({"numpy": numpy, "load": load, "first vector": one, "rows": all_rows, "imported": names}))
"""


def taught(folder: Path, algorithm: str, inputs: int) -> None:
    """Make a project of five outputs with 200 examples."""
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(200, inputs))
    classes = algorithm.endswith(":class")
    outputs = "class:3,class:3,class:3,class:3,class:3" if classes else "5"
    arguments = [str(folder), "--inputs", str(inputs), "--outputs", outputs]
    with EngineProcess(arguments) as engine, Client(port=engine.control_port) as client:
        targets = np.stack([np.tanh(rows[:, n % inputs]) for n in range(5)], 1)
        client.add_examples(rows, np.digitize(targets, [-0.4, 0.4]) + 1.0 if classes else targets)
        for number in range(1, 6):
            client.set_algorithm(number, algorithm.removesuffix(":class"))
        client.train()
        client.save()


def main(algorithm: str = "neural-network", inputs: int = 20) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "piece.wekipy"
        taught(folder, algorithm, inputs)
        command = [sys.executable, "-c", PROGRAM, str(folder), str(ROWS)]
        runs = [
            json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            for _ in range(PROCESSES)
        ]
    print(f"{algorithm}, {inputs} inputs, 5 outputs, 200 examples; medians of {PROCESSES} processes (least)")
    words = {
        "numpy": "import numpy",
        "load": "import numpy, wekipy.load",
        "first vector": "predict one vector",
        "rows": f"predict {ROWS:,} rows",
    }
    for name, title in words.items():
        wall, cpu = np.array([run[name] for run in runs]).T
        print(
            f"{title:28} {np.median(wall):7.3f} s ({wall.min():.3f}), CPU {np.median(cpu):7.3f} s"
            f" ({cpu.min():.3f})"
        )
    print("imported besides:", ", ".join(runs[0]["imported"]) or "neither scikit-learn, scipy nor Qt")


if __name__ == "__main__":
    main(*sys.argv[1:2], *map(int, sys.argv[2:3]))
