"""Opens the sockets that an engine listens at."""

from __future__ import annotations

import socket

from wekipy.faces.tcp import listen
from wekipy.osc.udp import EVERYWHERE, OTHER_LOOPBACK, THIS_MACHINE, bind, main_host
from wekipy.project.place import in_words
from wekipy.project.problem import Problem
from wekipy.server.settings import Settings
from wekipy.storage.project_file import peek_project

USUAL_PORT = 6448


def wanted_port(settings: Settings) -> int:
    """The port for inputs: from the settings, or else from the project.

    It is the default port if the project file needs repair first.
    """
    if settings.port is not None:
        return settings.port
    try:
        return peek_project(settings.folder).receive_port
    except Problem:
        return USUAL_PORT


def bind_inputs(settings: Settings, port: int) -> socket.socket:
    """The UDP socket for inputs, at a port or at one of those that the settings allow instead.

    Raises:
        Problem: if the port is taken and no other is allowed.
    """
    host = main_host(settings.host)
    try:
        return bind(host, port)
    except Problem:
        if settings.else_port is None:
            raise
    try:
        return bind(host, settings.else_port)
    except Problem:
        return bind(host, 0)


def control_place(settings: Settings, sockets: list[socket.socket]) -> str:
    """HOST:PORT of control connections, for others on this machine."""
    host = main_host(settings.control_host)
    return in_words(THIS_MACHINE if host in (EVERYWHERE, "::") else host, sockets[0].getsockname()[1])


def listen_for_control(settings: Settings, port: int) -> list[socket.socket]:
    """Open the sockets for control connections; for this machine also at ::1 where IPv6 exists.

    Args:
        port: the port for inputs; control uses the next one unless the settings name another.

    Raises:
        Problem: if the requested port is taken.
    """
    host = main_host(settings.control_host)
    first = _control_socket(host, settings, port)
    if host not in (THIS_MACHINE, EVERYWHERE):
        return [first]
    try:
        return [first, listen(OTHER_LOOPBACK, first.getsockname()[1])]
    except Problem:
        if settings.control_host != OTHER_LOOPBACK:  # no IPv6 here, or another program's
            return [first]
        first.close()
        raise


def _control_socket(host: str, settings: Settings, port: int) -> socket.socket:
    if settings.control_port is not None:
        return listen(host, settings.control_port)
    try:
        return listen(host, min(port + 1, 65_535))
    except Problem:  # several engines on one machine: any port will do, the ready line names it
        return listen(host, 0)
