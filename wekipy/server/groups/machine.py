"""Puts together the machine that operations act on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wekipy.engine.engine import Engine
from wekipy.faces.machine import Machine
from wekipy.live.parts import Live
from wekipy.osc.outlet import Outlet
from wekipy.server.evaluator import Evaluator
from wekipy.server.groups.exchange import ExchangeOperations
from wekipy.server.groups.files import FileOperations
from wekipy.server.groups.learning import LearningOperations
from wekipy.server.groups.plain import EngineOnly
from wekipy.server.groups.running import RunningOperations
from wekipy.server.groups.settings import SettingOperations
from wekipy.server.groups.signal import SignalOperations
from wekipy.server.groups.takes import TakeOperations
from wekipy.server.groups.unattended import UnattendedOperations
from wekipy.server.groups.watching import WatchingOperations
from wekipy.server.health import Health
from wekipy.server.input_doctor import InputDoctor
from wekipy.server.input_port import InputPort
from wekipy.server.log import Log
from wekipy.server.map_player import MapPlayer
from wekipy.server.mapper import Mapper
from wekipy.server.paths import Paths
from wekipy.server.player import Player
from wekipy.server.project_files import ProjectFiles
from wekipy.server.sibling_engines import EnginesBeside
from wekipy.server.source_ports import SourcePorts


@dataclass(frozen=True)
class Helpers:
    """What operations need besides the engine."""

    outlet: Outlet
    files: ProjectFiles
    paths: Paths
    log: Log
    evaluator: Evaluator
    player: Player
    mapper: Mapper
    map_player: MapPlayer
    beside: EnginesBeside
    input_port: InputPort
    health: Health
    source_ports: SourcePorts
    doctor: InputDoctor


def make_machine(engine: Engine, live: Live, h: Helpers, end: Callable[[], None]) -> Machine:
    """Make the machine of a running engine.

    Args:
        end: ends the server, from any thread.
    """
    loop, plain = live.loop, EngineOnly(engine, live.loop)
    return Machine(
        watching=WatchingOperations(
            engine, live, h.files, h.paths, h.log, h.mapper, h.source_ports, h.doctor
        ),
        demonstrating=plain,
        learning=LearningOperations(engine, loop, h.evaluator),
        running=RunningOperations(engine, live, h.outlet, h.files, h.paths),
        takes=TakeOperations(engine, loop, h.files, h.paths, h.player, h.map_player),
        looking=plain,
        table=plain,
        settings=SettingOperations(engine, loop, h.outlet, h.input_port),
        shaping=plain,
        signal=SignalOperations(engine, loop, h.evaluator),
        structure=plain,
        gestures=plain,
        files=FileOperations(
            engine, loop, h.files, h.paths, h.player, h.beside, lambda: live.inlet.port, end
        ),
        exchange=ExchangeOperations(engine, loop, h.files, h.paths, lambda: live.inlet.port),
        unattended=UnattendedOperations(engine, h.input_port, h.health),
    )
