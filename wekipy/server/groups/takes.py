"""Copying takes from other projects, and playing takes and the map."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from wekipy.engine.engine import Engine
from wekipy.engine.take_work import copy, settle
from wekipy.live.parts import Live
from wekipy.project.problem import Problem
from wekipy.server.groups.plain import EngineOnly
from wekipy.server.groups.running import LOCAL
from wekipy.server.map_player import MapPlayer, check_sensor_plays
from wekipy.server.paths import Paths
from wekipy.server.player import Player, Rows
from wekipy.server.project_files import ProjectFiles
from wekipy.storage.folder import read_takes


@dataclass(frozen=True)
class TakeOperations(EngineOnly):
    """See `wekipy.faces.operations.takes`."""

    files: ProjectFiles
    paths: Paths
    player: Player
    map_player: MapPlayer

    def copy_takes(self, path: str, numbers: list[int]) -> list[int]:
        """Copy takes of another project, in the library or in the project folder."""
        found = self.paths.find(path)
        if found == self.files.folder:
            raise Problem("a project cannot be copied into itself; name another one")
        source, data = read_takes(found)
        return settle(
            self.engine, self.ask_engine, lambda view: copy(view, source, data, numbers, found.name)
        )

    def play_take(self, number: int) -> float:
        """Play a take into the engine; returns its duration in seconds."""
        check_sensor_plays(self.engine.view.playing_map)
        return self.player.play(self.engine.view, number)

    def play_map(self, x: float, y: float, number: int) -> list[float]:
        """Play a place on a map; returns the output values after it."""
        return self.map_player.play(x, y, number)

    def stop_playing(self) -> None:
        """Play neither a take nor the map any more."""
        self.player.stop()
        self.map_player.stop()


def player_into(engine: Engine, live: Live) -> Player:
    """Make a player that feeds takes to an engine as if their vectors had arrived."""

    def take(rows: Rows, times: Rows) -> None:
        for row, now in zip(rows, times.tolist(), strict=True):
            live.inputs.take(row, LOCAL, now)

    return Player(
        lambda rows, times: live.loop.ask(partial(take, rows, times)),
        lambda number: live.loop.ask(partial(engine.show_playing, number)),
        engine.monotonic,
    )
