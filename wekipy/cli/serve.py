"""`wekipy serve`: the engine without a screen."""

from __future__ import annotations

import os
import shutil
import signal
from datetime import datetime
from pathlib import Path
from types import FrameType

import click
import platformdirs

from wekipy.project.create import SPEC_HELP, new_project
from wekipy.project.problem import Problem
from wekipy.server.reporter import Reporter
from wekipy.server.server import Server, Settings
from wekipy.storage.folder import create
from wekipy.storage.library import is_unused


@click.command()
@click.argument("project", required=False, type=click.Path(path_type=Path))
@click.option("--inputs", type=int, help="Number of inputs of a new project.  [default: 5]")
@click.option("--outputs", help=f"Outputs of a new project: {SPEC_HELP}.  [default: 5]")
@click.option("--port", default=6448, show_default=True, help="UDP port for inputs and control messages.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at; 0.0.0.0 is all.")
@click.option("--control-port", type=int, help="TCP port of the control protocol.  [default: the port + 1]")
@click.option(
    "--send", multiple=True, metavar="HOST:PORT", help="Where outputs go, again for more.  [127.0.0.1:12000]"
)
@click.option("--input-address", default="", help="OSC address of inputs.  [/wek/inputs]")
@click.option("--output-address", default="", help="OSC address of outputs.  [/wek/outputs]")
@click.option("--run", is_flag=True, help="Start running as soon as models exist.")
@click.option("--workers", type=click.IntRange(1, 64), help="Training processes.  [one per processor]")
def serve(
    project: Path | None,
    inputs: int | None,
    outputs: str | None,
    port: int,
    host: str,
    control_port: int | None,
    send: tuple[str, ...],
    input_address: str,
    output_address: str,
    run: bool,
    workers: int | None,
) -> None:
    """Run the engine: inputs arrive over OSC, outputs leave over OSC.

    PROJECT is a folder NAME.wekipy; it is made if it is not there. Without it, what you record goes to a new
    project in your data folder.
    """
    for name, number in (("--port", port), ("--control-port", control_port or 1)):
        if not 1 <= number <= 65_535:
            raise Problem(f"{name} {number}: a port is a number from 1 to 65535")
    reporter = Reporter()
    folder, temporary = _folder(project, inputs, outputs)
    settings = Settings(
        folder, host, port, control_port=control_port, run=run, send=send,
        input_address=input_address, output_address=output_address, workers=workers,
    )  # fmt: skip
    try:
        server = Server(settings, reporter.tell)
    except Problem:
        if temporary:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    _end_on_signals(server)
    server.start()
    reporter.tell(server.ready_line())
    server.wait()
    reporter.tell("saving and ending")
    server.close()
    if temporary and is_unused(folder):  # another may be open by now
        shutil.rmtree(folder, ignore_errors=True)
    reporter.close()


def _folder(project: Path | None, inputs: int | None, outputs: str | None) -> tuple[Path, bool]:
    """The project folder, and whether it is one that nobody asked for."""
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
