"""An engine that runs forests, in this process, taught over its sockets: python running_forests.py FOLDER"""

from __future__ import annotations

import sys
from pathlib import Path

from waiting import until

from wekipy.client import Client
from wekipy.learning.predictors.stacked import Forest, Stack
from wekipy.project.create import new_project
from wekipy.rehearsal.child import free_port
from wekipy.server.server import Server, Settings
from wekipy.storage.folder import create


def walker(forest: Forest) -> object:
    """What finds where the trees end."""
    return getattr(forest.ends, "func", forest.ends).__self__  # type: ignore[attr-defined]


def main(folder: Path) -> None:
    create(folder, new_project(2, "1,class:2"))
    server = Server(Settings(folder, port=free_port(), workers=1), print)
    server.start()
    with Client(port=server.control_port) as client:
        for output in (1, 2):
            client.set_algorithm(output, "random-forest")
        for place in range(2):
            client.set_targets(place, 1 + place)
            client.start_recording()
            for n in range(10):
                client.take_inputs(place, n / 10)
            client.stop_recording()
        client.train()
        client.start_running()
        forests = server.engine.runtime.forests if server.engine.runtime else ()
        assert len(forests) == 2
        until(lambda: isinstance(walker(forests[0]), Stack))
        assert walker(forests[0]) is walker(forests[1])
        client.take_inputs(1, 0.5)
        assert client.values()["outputs"][1] == 2
        client.stop_running()
        until(lambda: server._gatherer._stack is None)
    server.close()
    sys.stdout.write("gathered\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
