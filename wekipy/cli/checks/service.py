"""Checks of the service that starts the engine when the machine starts."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from pathlib import Path

from wekipy.cli.checks.finding import Finding

_UNITS = ("~/.config/systemd/user", "/etc/systemd/system")


def check_service(path: Path) -> Iterator[Finding]:
    """Look for the unit of a project, on systems with systemd."""
    if not sys.platform.startswith("linux") or not Path("/run/systemd/system").exists():
        return
    yield service(path, [Path(folder).expanduser() for folder in _UNITS], Path("/var/lib/systemd/linger"))


def service(path: Path, folders: list[Path], lingering: Path) -> Finding:
    """Whether a unit starts the project, and before anybody logs in.

    Args:
        folders: of the user's units, and of the machine's.
        lingering: the folder with a file for each user whose units start with the machine.
    """
    for folder in folders:
        for unit in folder.glob("wekipy-*.service"):
            if str(path.resolve()) not in _text(unit).replace("%%", "%"):
                continue
            if folder == folders[0] and not (lingering / getpass.getuser()).exists():
                text = f"{unit.name} starts when somebody logs in: loginctl enable-linger starts it before"
                return Finding("service", "note", text)
            return Finding("service", "ok", f"{unit.name} starts it with the machine")
    text = f"nothing starts it with the machine: wekipy install-service {path} --to ~/service"
    return Finding("service", "note", text)


def _text(unit: Path) -> str:
    try:
        return unit.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
