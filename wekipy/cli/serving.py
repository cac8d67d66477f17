"""An engine from its start on the command line to its end by a signal."""

from __future__ import annotations

import faulthandler
import os
import shutil
import signal
import threading
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import platformdirs

from wekipy.osc.access import check_token, is_this_machine
from wekipy.project.create import new_project
from wekipy.project.problem import Problem
from wekipy.watch.watched import Orders, end_with_parent, orders

if TYPE_CHECKING:
    from wekipy.server.reporter import Reporter
    from wekipy.server.server import Server, Settings
    from wekipy.server.unattended import Signs

EVERYWHERE = "0.0.0.0"  # noqa: S104  what --allow-control asks for


@dataclass(frozen=True)
class Serving:
    """The options of `wekipy serve`, see its help."""

    project: Path | None
    inputs: int | None
    outputs: str | None
    port: int
    host: str
    control_port: int | None
    control_host: str
    allow_control: tuple[str, ...]
    token: str
    library: Path | None
    send: tuple[str, ...]
    input_address: str
    output_address: str
    run: bool
    workers: int | None
    heartbeat: float
    log: Path | None
    status_json: str | None
    status_interval: float

    def check(self) -> None:
        """Refuse what cannot be meant.

        Raises:
            Problem: naming the option.
        """
        for name, number in (("--port", self.port), ("--control-port", self.control_port or 1)):
            if not 1 <= number <= 65_535:
                raise Problem(f"{name} {number}: a port is a number from 1 to 65535")
        if self.control_host and not is_this_machine(self.control_host) and not self.allow_control:
            raise Problem(
                f"--control-host {self.control_host}: say with --allow-control NETWORK who may control this"
                " engine, e.g. --allow-control 192.168.1.0/24"
            )
        if self.token and self.allow_control:
            check_token(self.token)


def serve_until_ended(serving: Serving) -> None:
    """Run an engine until a signal, a client or its watcher ends it."""
    told = orders(os.environ)
    if told is not None:
        serving = _going_on(serving, told)
    _serve(serving, told)


def _going_on(serving: Serving, told: Orders) -> Serving:
    """As the engine before was doing when it ended; what was only for a new project is done already."""
    doing = told.doing
    if told.restarts and serving.project is not None and serving.project.expanduser().exists():
        serving = replace(serving, inputs=None, outputs=None)
    if doing is None:
        return serving
    if doing.project and Path(doing.project).is_dir():
        serving = replace(serving, project=Path(doing.project), inputs=None, outputs=None)
        if told.restarts:  # somebody may have changed these since
            serving = replace(serving, send=(), input_address="", output_address="")
    return replace(serving, run=serving.run or doing.running, host=doing.host or serving.host)


def _serve(serving: Serving, told: Orders | None) -> None:
    # Heavy, and not needed by a watcher.
    from wekipy.server.reporter import Reporter  # noqa: PLC0415
    from wekipy.server.server import Server  # noqa: PLC0415
    from wekipy.storage.library import is_unused  # noqa: PLC0415

    reporter = Reporter(serving.log)
    folder, temporary = _folder(serving)
    settings = _settings(serving, folder, told, _signs(serving, reporter))
    try:
        server = Server(settings, reporter.tell)
    except Problem:
        if temporary:
            shutil.rmtree(folder, ignore_errors=True)
        reporter.close()
        raise
    _end_on_signals(server)
    if told is not None:
        _tell_restart(reporter, told)
        threading.Thread(
            target=end_with_parent, args=(server.ask_to_end,), name="watched", daemon=True
        ).start()
        if hasattr(signal, "SIGUSR1"):
            faulthandler.register(signal.SIGUSR1, all_threads=True)
    server.start()
    reporter.tell(server.ready_line())
    if serving.allow_control:
        reporter.tell(f"control from {', '.join(serving.allow_control)} with the token {settings.token}")
    server.wait()
    reporter.tell("saving and ending")
    server.close()
    if temporary and is_unused(folder):  # another may be open by now
        shutil.rmtree(folder, ignore_errors=True)
    reporter.close()


def _settings(serving: Serving, folder: Path, told: Orders | None, signs: Signs) -> Settings:
    from wekipy.server.server import Settings  # noqa: PLC0415
    from wekipy.server.token import kept_token, token_path  # noqa: PLC0415

    return Settings(
        folder,
        serving.host,
        serving.port,
        control_host=serving.control_host or (EVERYWHERE if serving.allow_control else "127.0.0.1"),
        control_port=serving.control_port,
        run=serving.run,
        send=serving.send,
        input_address=serving.input_address,
        output_address=serving.output_address,
        workers=serving.workers,
        allow_control=serving.allow_control,
        token=(serving.token or kept_token(token_path())) if serving.allow_control else "",
        library=serving.library,
        signs=signs,
        orders=told,
    )


def _signs(serving: Serving, reporter: Reporter) -> Signs:
    from wekipy.server.reporter import rotating, write_line  # noqa: PLC0415
    from wekipy.server.unattended import Signs  # noqa: PLC0415

    if not serving.status_json:
        return Signs(serving.heartbeat)
    status = reporter.tell
    if serving.status_json != "-":
        status = partial(write_line, rotating(Path(serving.status_json)))
    return Signs(serving.heartbeat, status, serving.status_interval)


def _tell_restart(reporter: Reporter, told: Orders) -> None:
    if told.restarts:
        reporter.tell(f"started again (number {told.restarts}): the engine before {told.reason}")
    if told.without_models:
        reporter.tell(
            "OPENED WITHOUT ITS MODELS, as the engine failed several times in a row with them. Their files"
            " are kept; /wekipy/train makes new ones from the examples"
        )


def _folder(serving: Serving) -> tuple[Path, bool]:
    """The project folder, and whether it is one that nobody asked for."""
    from wekipy.storage.folder import create  # noqa: PLC0415

    project, inputs, outputs = serving.project, serving.inputs, serving.outputs
    if project is not None:
        project = project.expanduser().resolve()
        if project.exists():
            if inputs is not None or outputs is not None:
                raise Problem(
                    f"{project.name} exists and has its inputs and outputs: leave out --inputs and --outputs"
                )
            return project, False
    made = new_project(5 if inputs is None else inputs, "5" if outputs is None else outputs)
    if project is not None:
        create(project, made)
        return project, False
    name = f"{datetime.now():%Y-%m-%d %H.%M.%S} {os.getpid()}.wekipy"
    folder = platformdirs.user_data_path("wekipy") / "projects" / name
    create(folder, made)
    return folder, True


def _end_on_signals(server: Server) -> None:
    def end(signum: int, frame: FrameType | None) -> None:  # noqa: ARG001
        server.ask_to_end()

    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)
