"""Finds the program that has a UDP port of this machine, where the system tells."""

from __future__ import annotations

from pathlib import Path


def holder_of(number: int) -> str:
    """The program that listens at a UDP port of this machine, such as “java (process 812)”; "" if unknown."""
    inodes = set()
    for table in ("udp", "udp6"):
        try:
            lines = Path("/proc/net", table).read_text(encoding="ascii").splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            fields = line.split()
            if int(fields[1].rpartition(":")[2], 16) == number:
                inodes.add(f"socket:[{fields[9]}]")
    return _process_with(inodes) if inodes else ""


def _process_with(inodes: set[str]) -> str:
    for process in Path("/proc").glob("[0-9]*"):
        try:
            found = any(str(file.readlink()) in inodes for file in (process / "fd").iterdir())
            name = (process / "comm").read_text(encoding="utf-8", errors="replace").strip()
        except OSError:  # somebody else's, or it has ended
            continue
        if found:
            return f"{name} (process {process.name})"
    return ""
