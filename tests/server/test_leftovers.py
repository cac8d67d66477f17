"""What an engine leaves behind that a signal ends: no complaint, no semaphore, no worker."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import numpy as np
import pytest
from waiting import ask_until

from wekipy.client import Client
from wekipy.rehearsal.engine_process import EngineProcess

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes and semaphores in /")


def semaphores_of(workers: list[int]) -> list[str]:
    """The named semaphores that these processes have made; the number of the process is in the name."""
    names = [path.name for path in Path("/dev/shm").glob("sem.*")]
    return [name for name in names for worker in workers if f"-{worker}-" in name]


def workers_of(engine: EngineProcess) -> list[int]:
    found: list[int] = []
    for thread in Path(f"/proc/{engine.process.pid}/task").iterdir():
        found += map(int, (thread / "children").read_text().split())
    return found


@pytest.mark.usefixtures("real_processes")
@pytest.mark.parametrize("finished", [True, False])
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_a_signal_during_or_after_a_training(tmp_path: Path, end: signal.Signals, finished: bool) -> None:
    engine = EngineProcess([str(tmp_path / "p.wekipy"), "--inputs", "2", "--outputs", "1,class:3"])
    client = Client(port=engine.control_port)
    random = np.random.default_rng(1)
    for number in (1, 2, 3):
        with client.recording([number / 3, number]):
            for x in random.normal(number, 0.3, (30, 2)):
                client.take_inputs(*x)
    client.set_algorithm(2, "auto")
    client.train(wait=finished)
    workers = ask_until(lambda: workers_of(engine), bool)
    engine.process.send_signal(end)
    assert engine.process.wait(30) == (0 if end == signal.SIGTERM else -signal.SIGKILL)
    ask_until(lambda: [pid for pid in workers if Path(f"/proc/{pid}").exists()], lambda alive: not alive)
    client.close()
    engine.end()
    said = "\n".join(engine.lines)
    assert not [word for word in ("leaked", "resource_tracker", "Traceback", "Error") if word in said], said
    assert semaphores_of(workers) == []
