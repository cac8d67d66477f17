"""How an engine is started."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from wekipy.osc.outgoing import OwnPorts, check_addresses
from wekipy.project import editing
from wekipy.project.schema import Project
from wekipy.server.unattended import Signs
from wekipy.watch.watched import Orders


@dataclass(frozen=True)
class Settings:
    """How an engine is started.

    Attributes:
        folder: the project folder, which exists.
        host, port: where inputs arrive (UDP); port None is that of the project.
        else_port: where they arrive if that is taken, 0 for any that is free; None refuses to start.
        control_host, control_port: the control protocol (TCP); port None is that of the inputs + 1, or any
            free one.
        run: start running as soon as there are models.
        send: HOST:PORT texts that replace the project's destinations; empty leaves them.
        input_address, output_address: replace the project's; "" leaves it.
        workers: training processes; None for one per processor.
        allow_control: networks from which control is accepted, besides this machine.
        token: what control connections from there must bring.
        signs: which signs of life are sent.
        orders: from the watcher; None without one.
        answer_all: answer every vector, however late.
        library: the folder that paths in messages may lead to; None is the parent of the project folder.
    """

    folder: Path
    host: str = "127.0.0.1"
    port: int | None = None
    else_port: int | None = None
    control_host: str = "127.0.0.1"
    control_port: int | None = None
    run: bool = False
    send: Sequence[str] = ()
    input_address: str = ""
    output_address: str = ""
    workers: int | None = None
    allow_control: Sequence[str] = ()
    token: str = ""
    answer_all: bool = False
    library: Path | None = None
    signs: Signs = Signs()  # noqa: RUF009  frozen
    orders: Orders | None = None


def with_settings(opened: Project, settings: Settings, own: OwnPorts) -> Project:
    """Apply the settings to a project that was opened.

    Raises:
        Problem: if its messages would control engines.
    """
    project = opened
    if settings.send:
        project = editing.set_destinations(project, settings.send)
    if settings.input_address or settings.output_address:
        project = editing.set_addresses(
            project, settings.input_address or None, settings.output_address or None
        )
    check_addresses(opened, project)
    own.check_edit(opened, project)
    return project
