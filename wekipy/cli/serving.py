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

from wekipy.cli.exit_codes import ALL_WELL, SOMETHING_LOST, Misused, reading_options
from wekipy.faces.access import check_token, is_this_machine
from wekipy.osc.udp import plain_host
from wekipy.project.counting import many
from wekipy.project.create import new_project
from wekipy.project.editing import set_addresses, set_destinations, set_receive_port
from wekipy.project.place import is_host
from wekipy.project.problem import Problem
from wekipy.project.schema import Kind, Project, kind_of
from wekipy.storage.project_file import peek_project
from wekipy.watch.watched import Orders, end_with_parent, orders

if TYPE_CHECKING:
    from wekipy.server.reporter import Reporter
    from wekipy.server.server import Server
    from wekipy.server.settings import Settings
    from wekipy.server.unattended import Signs

EVERYWHERE = "0.0.0.0"  # noqa: S104  what --allow-control asks for


@dataclass(frozen=True)
class Serving:
    """The options of `wekipy serve`, see its help."""

    project: Path | None
    inputs: int | None
    outputs: str | None
    port: int | None
    else_port: int | None
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
    answer_all: bool
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
        for option, host in (("--host", self.host), ("--control-host", self.control_host)):
            if host and not is_host(plain_host(host)):
                raise Misused(f"{option} {host}: expected an address of this machine, e.g. 127.0.0.1 or ::1")
        for name, number in (("--port", self.port), ("--control-port", self.control_port)):
            if number is not None and not 1 <= number <= 65_535:
                raise Misused(f"{name} {number}: a port is a number from 1 to 65535")
        if (
            self.control_host
            and not is_this_machine(plain_host(self.control_host))
            and not self.allow_control
        ):
            raise Misused(
                f"--control-host {self.control_host}: say with --allow-control NETWORK who may control this"
                " engine, e.g. --allow-control 192.168.1.0/24"
            )
        with reading_options():
            if self.token and self.allow_control:
                check_token(self.token)
            made = new_project(
                5 if self.inputs is None else self.inputs, "5" if self.outputs is None else self.outputs
            )
            set_destinations(made, self.send)
            set_addresses(made, self.input_address or None, self.output_address or None)


def serve_until_ended(serving: Serving) -> int:
    """Run an engine until a signal, a client or its watcher ends it; the exit code."""
    given = orders(os.environ)
    if given is not None:
        serving = _going_on(serving, given)
    return ALL_WELL if _serve(serving, given) else SOMETHING_LOST


def _going_on(serving: Serving, given: Orders) -> Serving:
    """As the engine before was doing when it ended; what was only for a new project is done already."""
    doing = given.doing
    if given.restarts and serving.project is not None and serving.project.expanduser().exists():
        serving = replace(serving, inputs=None, outputs=None)
    if doing is None:
        return serving
    if doing.project and Path(doing.project).is_dir():
        serving = replace(serving, project=Path(doing.project), inputs=None, outputs=None)
        if given.restarts:  # somebody may have changed these since
            serving = replace(serving, send=(), input_address="", output_address="")
    port = serving.port if serving.port is None else doing.port or serving.port
    return replace(serving, run=serving.run or doing.running, host=doing.host or serving.host, port=port)


def _serve(serving: Serving, given: Orders | None) -> bool:
    """Run an engine; whether everything was saved at the end."""
    # Heavy, and not needed by a watcher.
    from wekipy.server.reporter import Reporter  # noqa: PLC0415
    from wekipy.server.server import Server  # noqa: PLC0415
    from wekipy.storage.library import is_unused  # noqa: PLC0415

    reporter = Reporter(serving.log)
    folder, temporary = _folder(serving)
    settings = _settings(serving, folder, given, _signs(serving, reporter))
    reporter.keep_secret(settings.token)
    try:
        server = Server(settings, reporter.report)
    except Problem:
        if temporary:
            shutil.rmtree(folder, ignore_errors=True)
        reporter.close()
        raise
    _end_on_signals(server)
    if given is not None:
        _report_restart(reporter, given)
        threading.Thread(
            target=end_with_parent, args=(server.ask_to_end,), name="watched", daemon=True
        ).start()
        if hasattr(signal, "SIGUSR1"):
            faulthandler.register(signal.SIGUSR1, all_threads=True)
    server.start()
    reporter.report(server.ready_line())
    if serving.allow_control:
        reporter.report(f"control from {', '.join(serving.allow_control)} with the token {settings.token}")
    server.wait()
    reporter.report("saving and ending")
    saved = server.close()
    if temporary and is_unused(folder):  # another may be open by now
        shutil.rmtree(folder, ignore_errors=True)
    reporter.close()
    return saved


def _settings(serving: Serving, folder: Path, given: Orders | None, signs: Signs) -> Settings:
    from wekipy.server.settings import Settings  # noqa: PLC0415
    from wekipy.server.token import kept_token, token_path  # noqa: PLC0415

    return Settings(
        folder,
        plain_host(serving.host),
        serving.port,
        else_port=serving.else_port,
        control_host=plain_host(serving.control_host)
        or (EVERYWHERE if serving.allow_control else "127.0.0.1"),
        control_port=serving.control_port,
        run=serving.run,
        answer_all=serving.answer_all,
        send=serving.send,
        input_address=serving.input_address,
        output_address=serving.output_address,
        workers=serving.workers,
        allow_control=serving.allow_control,
        token=(serving.token or kept_token(token_path())) if serving.allow_control else "",
        library=serving.library,
        signs=signs,
        orders=given,
    )


def _signs(serving: Serving, reporter: Reporter) -> Signs:
    from wekipy.server.reporter import rotating, write_line  # noqa: PLC0415
    from wekipy.server.unattended import Signs  # noqa: PLC0415

    if not serving.status_json:
        return Signs(serving.heartbeat)
    status = reporter.report
    if serving.status_json != "-":
        status = partial(write_line, rotating(Path(serving.status_json)))
    return Signs(serving.heartbeat, status, serving.status_interval)


def _report_restart(reporter: Reporter, given: Orders) -> None:
    if given.restarts:
        reporter.report(f"started again (number {given.restarts}): the engine before {given.reason}")
    if given.without_models:
        reporter.report(
            "OPENED WITHOUT ITS MODELS, as the engine failed several times in a row with them. Their files"
            " are kept; /wekipy/train makes new ones from the examples"
        )


def _folder(serving: Serving) -> tuple[Path, bool]:
    """Return the project folder, and whether it is the default one."""
    from wekipy.storage.folder import create  # noqa: PLC0415
    from wekipy.storage.library import projects_folder  # noqa: PLC0415
    from wekipy.storage.unused_name import unused  # noqa: PLC0415

    project, inputs, outputs = serving.project, serving.inputs, serving.outputs
    if project is not None:
        project = project.expanduser().resolve()
        if project.exists():
            _check_same(project, inputs, outputs)
            return project, False
    made = new_project(5 if inputs is None else inputs, "5" if outputs is None else outputs)
    if serving.port is not None:
        made = set_receive_port(made, serving.port)
    if project is not None:
        create(project, made)
        return project, False
    name = f"{datetime.now():%Y-%m-%d %H.%M.%S} {os.getpid()}.wekipy"
    folder = unused(projects_folder() / name)
    create(folder, made)
    return folder, True


def _check_same(path: Path, inputs: int | None, outputs: str | None) -> None:
    """Refuse --inputs and --outputs that a project which is there does not have.

    The same command may be given again and again, also after a first start that failed.

    Raises:
        Problem: saying what the project has.
    """
    if inputs is None and outputs is None:
        return
    there = peek_project(path)
    asked = new_project(inputs or len(there.inputs), outputs or "1")
    if inputs is not None and len(there.inputs) != inputs:
        raise Problem(
            f"{path.name} exists and has {many(len(there.inputs), 'input')}, not {inputs}: leave out"
            " --inputs, or name another project"
        )
    if outputs is not None and _shapes(there) != _shapes(asked):
        raise Problem(
            f"{path.name} exists and has other outputs than --outputs {outputs}: leave that out, or name"
            " another project"
        )


def _shapes(project: Project) -> list[tuple[Kind, int]]:
    """Of each output its kind, and how many classes or gestures it has."""
    return [(kind_of(output), getattr(output, "classes", output.width)) for output in project.outputs]


def _end_on_signals(server: Server) -> None:
    def end(signum: int, frame: FrameType | None) -> None:  # noqa: ARG001
        server.ask_to_end()

    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)
