"""`wekipy gui`: the window."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import sys
from pathlib import Path

import click

from wekipy.cli.exit_codes import Misused, reading_options
from wekipy.project.problem import Problem

# What Qt loads on Linux: without one of them it ends the process, and says little.
_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
}
_LIBRARIES_OF_X = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


@click.command()
@click.argument("project", required=False, type=click.Path(path_type=Path))
@click.option("--attach", metavar="HOST:PORT", help="Show an engine that runs already: its control port.")
@click.option(
    "--token", default="", envvar="WEKIPY_TOKEN", help="What an engine on another machine wants to know."
)
@click.option("--keep", is_flag=True, help="Let the engine go on when the window closes.")
@click.option(
    "--port", type=click.IntRange(1, 65_535), help="UDP port for inputs.  [6448, or the next free one]"
)
def gui(project: Path | None, attach: str | None, token: str, keep: bool, port: int | None) -> None:
    """Open the window, on PROJECT (made if it is not there), or to choose one.

    The window starts an engine of its own. The engine goes on if the window crashes.
    """
    check_qt()
    from wekipy.gui.app import run  # noqa: PLC0415  brings Qt with it
    from wekipy.gui.session.source import Child, attached  # noqa: PLC0415

    if attach is not None:
        if project is not None:
            raise Misused("--attach shows the project that the engine has open: leave out PROJECT")
        with reading_options():
            source = attached(attach, token)
        sys.exit(run(source))
    if project is None:
        sys.exit(run(None, port))
    arguments = ("--port", str(port)) if port else ()
    sys.exit(run(Child((str(project.expanduser().resolve()), *arguments), keep)))


def check_qt() -> None:
    """Whether Qt can open a window here; asked beforehand, since Qt itself ends the process where it cannot.

    Raises:
        Problem: what to install, in one line.
    """
    if importlib.util.find_spec("PyQt6") is None:
        raise Problem("the window needs PyQt6: pip install PyQt6")
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if not sys.platform.startswith("linux"):
        return
    hidden = platform.partition(":")[0] in ("offscreen", "minimal", "vnc")
    if not (hidden or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise Problem(
            "there is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set): use `wekipy serve`, and"
            " `wekipy gui --attach` on a computer with a screen"
        )
    wanted = dict(_LIBRARIES)
    if not hidden and (os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY")):
        wanted |= _LIBRARIES_OF_X
    missing = [package for library, package in wanted.items() if not _loads(library)]
    if missing:
        raise Problem(f"the window needs system libraries that are not here: apt install {' '.join(missing)}")


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
