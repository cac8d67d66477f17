"""Puts an engine, its sockets, its files and its workers together, and takes them apart again."""

from __future__ import annotations

import contextlib
import gc
import queue
import socket
import sys
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import TimeoutError as FuturesTimeout
from dataclasses import dataclass
from pathlib import Path

from wekipy.engine.engine import Engine
from wekipy.engine.view import Event
from wekipy.learning.pool import WorkerPool
from wekipy.machine.aside import declare_stream
from wekipy.machine.short_turns import ask_for_short_turns
from wekipy.osc import control_server
from wekipy.osc.access import Access, read_networks
from wekipy.osc.arguments import read
from wekipy.osc.codec import Message
from wekipy.osc.control_server import ControlServer, listen
from wekipy.osc.greeting import Porter
from wekipy.osc.notices import Notices
from wekipy.osc.operations import BY_NAME
from wekipy.osc.outlet import Outlet
from wekipy.osc.stream import Stream
from wekipy.osc.udp import EVERYWHERE, THIS_MACHINE, bind
from wekipy.osc.wekinator import DONE_TRAINING, find
from wekipy.project import editing
from wekipy.project.problem import Problem
from wekipy.project.schema import ClassificationOutput, GestureOutput, Output, Project
from wekipy.server.desk import Desk
from wekipy.server.door import Door
from wekipy.server.evaluator import Evaluator
from wekipy.server.files import OpenFolder, ProjectFiles
from wekipy.server.gathering import Gatherer
from wekipy.server.health import Parts
from wekipy.server.log import Log
from wekipy.server.sensing import Sensing
from wekipy.server.silence import SilenceKeeper
from wekipy.server.trainer import Trainer
from wekipy.server.unattended import Signs, Unattended
from wekipy.watch.watched import Orders

_CHANGES_THE_WIRE = ("opened", "edited", "running", "trained")
_LOOK_UP = 0.2  # seconds between looks at signals


@dataclass(frozen=True)
class Settings:
    """How an engine is started.

    Attributes:
        folder: the project folder, which exists.
        host, port: where inputs arrive (UDP).
        control_host, control_port: the control protocol (TCP); port None is `port` + 1, or any free one.
        run: start running as soon as there are models.
        send: HOST:PORT texts that replace the project's destinations; empty leaves them.
        input_address, output_address: replace the project's; "" leaves it.
        workers: training processes; None for one per processor.
        allow_control: networks from which control is accepted, besides this machine.
        token: what control connections from there must bring.
        signs: which signs of life are given.
        orders: what the watcher told; None if nobody watches.
        library: the folder that paths in messages may lead to; None is the one that the project lies in.
    """

    folder: Path
    host: str = "127.0.0.1"
    port: int = 6448
    control_host: str = "127.0.0.1"
    control_port: int | None = None
    run: bool = False
    send: Sequence[str] = ()
    input_address: str = ""
    output_address: str = ""
    workers: int | None = None
    allow_control: Sequence[str] = ()
    token: str = ""
    library: Path | None = None
    signs: Signs = Signs()  # noqa: RUF009  frozen
    orders: Orders | None = None


class Server:
    """A running engine with everything around it.

    Args:
        report: shows a line to people; called from any thread, must not wait.

    Raises:
        Problem: if a port is taken, or the project cannot be opened.
    """

    def __init__(self, settings: Settings, report: Callable[[str], None]) -> None:
        # For all threads made from here on: one that holds the lock of Python and has to wait for a processor
        # keeps the stream waiting, too.
        ask_for_short_turns()
        self.settings, self._log = settings, Log(report)
        # Not an event: a signal handler that sets one waits for ever if it interrupts a wait for it.
        self._end: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._access = Access(read_networks(settings.allow_control), settings.token)
        with contextlib.ExitStack() as undo:
            inlet = bind(settings.host, settings.port)
            undo.callback(inlet.close)
            self._control_socket = _control_socket(settings)
            undo.callback(self._control_socket.close)
            self.control_port: int = self._control_socket.getsockname()[1]
            # For others on this machine, who find it in the lock.
            near = THIS_MACHINE if settings.control_host == EVERYWHERE else settings.control_host
            control = f"{near}:{self.control_port}"
            without_models = bool(settings.orders and settings.orders.without_models)
            place = OpenFolder(settings.folder, control, self._log.teller("disk"), without_models)
            undo.callback(place.close)
            self._build(place, control, inlet)
            undo.pop_all()

    def _build(self, place: OpenFolder, control: str, inlet: socket.socket) -> None:
        opened = place.opened
        project = _with_settings(opened.project, self.settings)
        if project is not opened.project:
            place.keeper.save_project(project)
        self.engine = Engine(project, opened.data, opened.models, opened.journal.steps)
        self._outlet = Outlet(self._log.teller("output"))
        self._notices = Notices(self._notice)
        library = self.settings.library or place.path.parent
        self.desk = Desk(self.engine, library, self.ask_to_end, self._log)
        self._stream = Stream(self.engine, inlet, self._outlet, self._control, self._notices)
        pool = WorkerPool(self.settings.workers)
        self._gatherer = Gatherer(self.engine, self._stream.post)
        self._trainer = Trainer(
            self.engine, pool, self._stream.post, lambda: self._files.folder, self._gatherer.expect
        )
        self._files = ProjectFiles(self.engine, self.desk, place, control)
        self._evaluator = Evaluator(self.engine, self._stream.post)
        self.desk.stream, self.desk.files, self.desk.evaluator = self._stream, self._files, self._evaluator
        self.desk.door = Door(self.settings.host, self._stream, self.engine.notice)
        self._server = ControlServer(
            self.desk, self.desk.in_engine, self.desk.perform, self._control_socket,
            Porter(self._access, self._notices),
        )  # fmt: skip
        silence = SilenceKeeper(self.engine, self._stream, self._outlet)
        sensing = Sensing(self.engine, self._notices)
        parts = Parts(
            self.engine, self._stream, self._outlet, self.desk.door, silence, sensing,
            lambda: self._files.folder, lambda: self._files.trouble, self.settings.orders,
        )  # fmt: skip
        self._unattended = Unattended(parts, self.settings.signs, self._notices)
        self.desk.health_of = self._unattended.health
        self._aimed: Project | None = None
        self.engine.listeners += [
            self._files.heed, self._heed, self._trainer.heed, self._gatherer.heed, self._server.announce,
        ]  # fmt: skip
        for note in opened.notes:
            self._log.tell(note, "disk")

    def start(self) -> None:
        """Begin to listen; returns at once."""
        self._run_if_ready()
        self._aim()
        # What is there now stays; the collector need not look at it again while packets wait.
        gc.collect()
        gc.freeze()
        sys.setswitchinterval(0.0001)  # seconds another thread may keep a packet waiting
        self._thread = threading.Thread(target=self._run_stream, name="stream", daemon=True)
        self._thread.start()
        self._server.start()
        self._trainer.start()
        self._evaluator.start()
        self._gatherer.start()
        threading.Thread(target=self._remember_models, name="earlier models", daemon=True).start()
        self._unattended.start()

    def _run_if_ready(self) -> None:
        engine = self.engine
        if self.settings.run and engine.runtime is None and engine.view.models:
            engine.start_running()

    def ready_line(self) -> str:
        """What there is to know about where this engine listens and sends."""
        project, settings = self.engine.project, self.settings
        return (
            f"ready: {len(project.inputs)} inputs at {settings.host}:{settings.port} {project.input_address},"
            f" {_kinds(project)} to {', '.join(map(str, project.destinations)) or 'nowhere'}"
            f" {project.output_address}, control at {settings.control_host}:{self.control_port},"
            f" project {self._files.folder}"
        )

    def ask_to_end(self) -> None:
        """Have `wait` return; from any thread, also from a signal handler."""
        self._end.put(None)

    def wait(self) -> None:
        """Wait until somebody asks for the end."""
        while True:
            try:
                # Not for ever: a signal that another thread received is handled when this one wakes up.
                return self._end.get(timeout=_LOOK_UP)
            except queue.Empty:
                continue

    def close(self) -> None:
        """Save everything and end."""
        self._unattended.close()
        self._evaluator.close()
        self._gatherer.close()
        self.desk.stop_playing()
        self.desk.mapper.close()
        self._stream.post(self.engine.stop_recording)
        self._stream.stop()
        self._thread.join(10.0)
        self._trainer.close()
        self._files.close()
        self._server.close()
        self._outlet.close()
        self._stream.close()
        self._notices.flush()

    # In the engine's thread

    def _run_stream(self) -> None:
        ask_for_short_turns()
        declare_stream()
        self._stream.run()

    def _control(self, message: Message, host: str) -> bool:
        if not self._access.may_control(host):
            raise Problem(
                "control is accepted from this machine only; ignored"
                f" (to let that one in, start with --allow-control {host})"
            )
        name = message.address.removeprefix(control_server.PREFIX)
        if message.address.startswith(control_server.PREFIX) and name in BY_NAME:
            operation = BY_NAME[name]
            self.desk.from_packet(operation, read(operation.arguments, message.args))
            return True
        controls = find(message.address)
        for control in controls:
            self.desk.from_packet(control.operation, control.read(list(message.args)))
        return bool(controls)

    def _heed(self, event: Event) -> None:
        """What an event means for the wire."""
        if event.text:
            self._log.tell(event.text, event.kind)
        if event.kind in _CHANGES_THE_WIRE:
            self._aim()
            self._stream.refresh()
            self._stream.send_triggers()  # of a run that has ended
        if event.kind == "outputs":
            self._stream.send_by_hand()
        elif event.kind == "trained":
            self._stream.send_alone(DONE_TRAINING)
            self._run_if_ready()

    def _notice(self, text: str) -> None:
        """What arrived wrongly: for the terminal, and for whoever subscribed; from any thread."""
        self._log.teller("input")(text)
        self._server.announce(Event("notice", text, self.engine.view))

    def _aim(self) -> None:
        project = self.engine.project
        if self._aimed is None or self._aimed.destinations != project.destinations:
            self._outlet.aim(project.destinations)
        self._aimed = project

    # In a thread of its own

    def _remember_models(self) -> None:
        with contextlib.suppress(FuturesTimeout):  # the engine ends
            self._files.remember_models()


def _with_settings(project: Project, settings: Settings) -> Project:
    if settings.send:
        project = editing.set_destinations(project, settings.send)
    if settings.input_address or settings.output_address:
        project = editing.set_addresses(
            project, settings.input_address or None, settings.output_address or None
        )
    return project


def _kinds(project: Project) -> str:
    """Outputs in words: "2 outputs, 1 output of 4 classes"."""
    found = Counter(_many(output) for output in project.outputs)
    return ", ".join(f"{count} output{'s' * (count > 1)}{kind}" for kind, count in found.items())


def _many(output: Output) -> str:
    if isinstance(output, GestureOutput):
        return f" of {len(output.gestures)} gestures"
    return f" of {output.classes} classes" if isinstance(output, ClassificationOutput) else ""


def _control_socket(settings: Settings) -> socket.socket:
    if settings.control_port is not None:
        return listen(settings.control_host, settings.control_port)
    try:
        return listen(settings.control_host, min(settings.port + 1, 65_535))
    except Problem:  # several engines on one machine: any port will do, the ready line tells it
        return listen(settings.control_host, 0)
