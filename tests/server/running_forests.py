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


def demonstrate(client: Client, place: int) -> None:
    """A take."""
    client.set_targets(place, 1 + place)
    client.start_recording()
    for n in range(10):
        client.take_inputs(place, n / 10)
    client.stop_recording()


def as_one(server: Server) -> bool:
    """Whether all forests are walked by the same stack."""
    walkers = [walker(forest) for forest in server.engine.runtime.forests] if server.engine.runtime else []
    return len(walkers) == 2 and isinstance(walkers[0], Stack) and walkers[0] is walkers[1]


def main(folder: Path) -> None:
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
        until(lambda: server._gatherer._stack is None)
    server.close()
    sys.stdout.write("gathered\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
