"""An engine that runs forests, in this process, taught over its sockets: python running_forests.py FOLDER"""

from __future__ import annotations

import sys
from pathlib import Path

from waiting import until

from wekipy.client import Client
from wekipy.engine import running
from wekipy.learning.predictors import stacked
from wekipy.learning.predictors.stacked import walks_alone
from wekipy.project.create import new_project
from wekipy.rehearsal.engine_process import free_port
from wekipy.server.server import Server
from wekipy.server.settings import Settings
from wekipy.storage.folder import create


def demonstrate(client: Client, place: int) -> None:
    """A take."""
    client.set_targets(place, 1 + place)
    client.start_recording()
    for n in range(10):
        client.take_inputs(place, n / 10)
    client.stop_recording()


def as_one(server: Server) -> bool:
    """Whether all forests are walked by the same stack."""
    forests = server.engine.runtime._predictors if server.engine.runtime else []
    return len(forests) == 2 and not any(map(walks_alone, forests))


def main(folder: Path) -> None:
    running.AT_ONCE = 0  # as if they were large
    create(folder, new_project(2, "1,class:2"))
    server = Server(Settings(folder, port=free_port(), workers=1), print)
    server.start()
    with Client(port=server.control_port) as client:
        for output in (1, 2):
            client.set_algorithm(output, "random-forest")
        for place in range(2):
            demonstrate(client, place)
        client.train()
        client.start_running()
        until(lambda: as_one(server))
        client.take_inputs(1, 0.5)
        assert client.values()["outputs"][1] == 2
        seen: list[bool] = []
        server.engine.listeners.append(lambda event: event.kind == "trained" and seen.append(as_one(server)))
        demonstrate(client, 1)
        client.train()
        assert seen == [True], "those trained while others run are gathered before they answer"
        client.stop_running()
        assert stacked._latest is not None
        until(lambda: stacked._latest is None or stacked._latest() is None)
    server.close()
    sys.stdout.write("gathered\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
