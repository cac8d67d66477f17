"""Assembles an engine with its sockets, files and workers, and closes them again."""

from __future__ import annotations

import contextlib
import gc
import queue
import socket
import sys
import threading
from collections.abc import Callable
from concurrent.futures import TimeoutError as FuturesTimeout

from wekipy.engine.engine import Engine
from wekipy.engine.view import Event
from wekipy.faces.access import Access, read_networks
from wekipy.faces.admission import AdmissionControl
from wekipy.faces.datagrams import DatagramControl
from wekipy.faces.face_thread import FaceThread
from wekipy.faces.router import Router
from wekipy.faces.session import Services
from wekipy.faces.subscribers import Subscribers
from wekipy.faces.tcp import TcpFace
from wekipy.learning import algorithms
from wekipy.learning.pool import WorkerPool
from wekipy.live.parts import go_live
from wekipy.machine.aside import declare_stream
from wekipy.machine.short_turns import ask_for_short_turns
from wekipy.osc.notices import Notices
from wekipy.osc.outgoing import OwnPorts, check_addresses
from wekipy.osc.outlet import Outlet
from wekipy.project.place import in_words
from wekipy.server.compiler import Compiler
from wekipy.server.evaluator import Evaluator
from wekipy.server.groups.machine import Helpers, make_machine
from wekipy.server.groups.takes import player_into
from wekipy.server.health import Parts
from wekipy.server.input_doctor import InputDoctor
from wekipy.server.input_port import InputPort
from wekipy.server.listening import bind_inputs, control_place, listen_for_control, wanted_port
from wekipy.server.log import Log
from wekipy.server.map_player import MapPlayer
from wekipy.server.mapper import Mapper
from wekipy.server.paths import Paths
from wekipy.server.project_files import OpenFolder, ProjectFiles
from wekipy.server.ready_line import ready_line
from wekipy.server.reshaping import Reshaper
from wekipy.server.sensing import Sensing
from wekipy.server.settings import Settings, with_settings
from wekipy.server.sibling_engines import EnginesBeside
from wekipy.server.silence import SilenceKeeper
from wekipy.server.source_ports import SourcePorts
from wekipy.server.trainer import Trainer
from wekipy.server.unattended import Unattended
from wekipy.server.wire_follower import WireFollower
from wekipy.stages import table

_LOOK_UP = 0.2  # seconds between checks for signals


class Server:
    """A running engine with everything around it.

    Args:
        report: shows a line to the user; called from any thread, must not block.

    Raises:
        Problem: if a port is taken, or the project cannot be opened.
    """

    def __init__(self, settings: Settings, report: Callable[[str], None]) -> None:
        # For all threads started from here on: one that holds the GIL while it waits for a processor also
        # delays the engine's thread.
        ask_for_short_turns()
        self.settings, self._log = settings, Log(report)
        # Not an Event: a signal handler that sets one deadlocks if it interrupts a wait for it.
        self._end: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._access = Access(read_networks(settings.allow_control), settings.token)
        with contextlib.ExitStack() as undo:
            wanted = wanted_port(settings)
            inputs = bind_inputs(settings, wanted)
            undo.callback(inputs.close)
            control = listen_for_control(settings, wanted)
            for sock in control:
                undo.callback(sock.close)
            self.control_port: int = control[0].getsockname()[1]
            self._own = OwnPorts(inputs.getsockname()[1], self.control_port)
            # For other processes on this machine, which find it in the lock.
            where = control_place(settings, control)
            without_models = bool(settings.orders and settings.orders.without_models)
            place = OpenFolder(
                settings.folder, where, self._log.of_kind("disk"), without_models, to_play=True
            )
            undo.callback(place.close)
            self._make_engine(place, inputs)
            self._make_helpers(place, where, wanted)
            self._make_faces(control)
            self._listen_to_engine()
            self.engine.read_only = place.read_only
            self._input_port.begin()
            undo.pop_all()
        for note in (*place.opened.notes, *filter(None, [place.read_only])):
            self._log.report(note, "disk")
        for problem in (*algorithms.PROBLEMS, *table.PROBLEMS):
            self._log.report(problem, "notice")

    def _make_engine(self, place: OpenFolder, inputs: socket.socket) -> None:
        opened = place.opened
        project = with_settings(opened.project, self.settings, self._own)
        if project is not opened.project:
            place.keeper.save_project(project)
        self.engine = Engine(project, opened.data, opened.models, opened.journal.steps)
        self._outlet = Outlet(self._log.of_kind("output"), self._own)
        self._notices = Notices(self._on_notice)
        self._live = go_live(self.engine, inputs, self._outlet, self._notices, self.settings.answer_all)

    def _make_helpers(self, place: OpenFolder, control: str, wanted: int) -> None:
        engine, live, settings = self.engine, self._live, self.settings
        post = live.loop.post
        self._files = ProjectFiles(engine, live.loop, self._log, place, control)
        self._compiler = Compiler(engine, post)
        reshaper, to_write = Reshaper(), self._files.place_to_write
        self._trainer = Trainer(engine, WorkerPool(settings.workers), post, to_write, reshaper)
        self._evaluator = Evaluator(engine, post, reshaper)
        self._paths = Paths(self._files, settings.library or place.path.parent)
        self._player, self._mapper = player_into(engine, live), Mapper(engine)
        self._map_player = MapPlayer(engine, live, self._mapper.maps)
        self._beside = EnginesBeside(self._paths.library)
        fixed = settings.port is not None and settings.else_port is None
        self._input_port = InputPort(settings.host, live.inlet, self._own, wanted, fixed, engine.notice)
        # The port comes last: it holds the port of an edit that no other guard refuses.
        engine.guards += [check_addresses, self._own.check_edit, self._input_port.check_edit]
        self._source_ports = SourcePorts(
            live, self._own, lambda: self._input_port.host, self._log.of_kind("input")
        )
        self._wire = WireFollower(
            engine, live, self._outlet, self._input_port, self._source_ports, self._own, self._log,
            self._run_if_ready,
        )  # fmt: skip

    def _make_faces(self, control: list[socket.socket]) -> None:
        admission = AdmissionControl(self._access, self._notices)
        self._doctor = InputDoctor(
            self.engine, self._live, self._input_port, self._source_ports, lambda: self._files.folder
        )
        parts = Parts(
            self.engine, self._live, self._outlet, self._input_port, self._source_ports, self._doctor,
            SilenceKeeper(self.engine, self._live, self._outlet), Sensing(self.engine, self._notices),
            self._map_player,
            lambda: self._files.folder, lambda: self._files.trouble, lambda: admission.turned_away,
            self.settings.orders,
        )  # fmt: skip
        self._unattended = Unattended(parts, self.settings.signs, self._notices)
        helpers = Helpers(
            self._outlet, self._files, self._paths, self._log, self._evaluator, self._player, self._mapper,
            self._map_player, self._beside, self._input_port, self._unattended.health, self._source_ports,
            self._doctor,
        )  # fmt: skip
        machine = make_machine(self.engine, self._live, helpers, self.ask_to_end)
        self._router = Router(machine, self._live.loop.post)
        self._datagrams = DatagramControl(self.engine, self._router, self._access)
        self._face_thread = FaceThread()
        self._subscribers = Subscribers(machine.watching, self._face_thread)
        services = Services(self._face_thread, self._router, self._subscribers, admission)
        self._tcp = TcpFace(services, control)

    def _listen_to_engine(self) -> None:
        self.engine.listeners += [
            self._files.on_event, self._wire.on_event, self._trainer.on_event, self._evaluator.on_event,
            self._compiler.on_event, self._mapper.maps.on_event, self._subscribers.announce,
        ]  # fmt: skip

    def start(self) -> None:
        """Start listening; returns at once."""
        self._run_if_ready()
        # The project's file could not be read beforehand.
        self._input_port.follow(self.engine.project, opened=True)
        self._source_ports.follow(self.engine.project)
        self._wire.aim()
        # These objects stay; freeze them so that the garbage collector skips them while packets wait.
        gc.collect()
        gc.freeze()
        sys.setswitchinterval(0.0001)  # seconds that another thread may delay a packet
        self._thread = threading.Thread(target=self._run_engine, name="stream", daemon=True)
        self._thread.start()
        self._face_thread.start([self._tcp])
        self._trainer.start()
        self._evaluator.start()
        self._compiler.start()
        threading.Thread(target=self._remember_models, name="earlier models", daemon=True).start()
        self._unattended.start()

    def _run_if_ready(self) -> None:
        engine = self.engine
        if self.settings.run and engine.runtime is None and engine.view.models:
            engine.running.start()

    def ready_line(self) -> str:
        """Where this engine listens and sends, in one line."""
        return ready_line(
            self.engine.project,
            in_words(self.settings.host, self._input_port.port),
            in_words(self.settings.control_host, self.control_port),
            self._files.folder,
        )

    def ask_to_end(self) -> None:
        """Make `wait` return; from any thread, also from a signal handler."""
        self._end.put(None)

    def wait(self) -> None:
        """Wait until `ask_to_end` is called."""
        while True:
            try:
                # With a timeout: this thread handles a signal received by another one when it wakes up.
                return self._end.get(timeout=_LOOK_UP)
            except queue.Empty:
                continue

    def close(self) -> bool:
        """Save everything and end; returns whether everything is saved."""
        self._unattended.close()
        self._evaluator.close()
        self._compiler.close()
        self._player.stop()
        self._mapper.close()
        self._beside.close()
        self._live.loop.post(lambda: self.engine.recording.stop())  # noqa: PLW0108  of that moment
        self._live.loop.stop()
        self._thread.join(10.0)
        self._trainer.close()
        saved = self._files.close()
        self._face_thread.close()
        self._router.close()
        self._outlet.close()
        self._input_port.close()
        self._source_ports.close()
        self._live.inlet.close()
        self._notices.flush()
        return saved

    def _run_engine(self) -> None:
        ask_for_short_turns()
        declare_stream()
        self._live.run(self._datagrams.take)

    def _on_notice(self, text: str) -> None:
        """Report a message error to the log and to subscribers; from any thread."""
        self._log.of_kind("input")(text)
        self._subscribers.announce(Event("notice", text, self.engine.view))

    def _remember_models(self) -> None:
        with contextlib.suppress(FuturesTimeout):  # the engine ends
            self._files.remember_models()
