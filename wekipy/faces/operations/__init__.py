"""Everything that can be done to an engine, in one table made of groups: the control protocol, its client and
its document are made from it."""

from __future__ import annotations

from dataclasses import replace

from wekipy.faces.operations import (
    demonstrating,
    exchange,
    files,
    gestures,
    learning,
    looking,
    running,
    settings,
    shaping,
    signal,
    structure,
    table,
    takes,
    unattended,
    watching,
)
from wekipy.faces.operations.operation import Operation

__all__ = ["BY_NAME", "OPERATIONS", "Operation"]

_GROUPS: dict[str, tuple[Operation, ...]] = {
    "watching": watching.OPERATIONS,
    "demonstrating": demonstrating.OPERATIONS,
    "learning": learning.OPERATIONS,
    "running": running.OPERATIONS,
    "takes": takes.OPERATIONS,
    "looking": looking.OPERATIONS,
    "table": table.OPERATIONS,
    "settings": settings.OPERATIONS,
    "shaping": shaping.OPERATIONS,
    "signal": signal.OPERATIONS,
    "structure": structure.OPERATIONS,
    "gestures": gestures.OPERATIONS,
    "files": files.OPERATIONS,
    "exchange": exchange.OPERATIONS,
    "unattended": unattended.OPERATIONS,
}

OPERATIONS: tuple[Operation, ...] = tuple(
    replace(operation, group=group) for group, operations in _GROUPS.items() for operation in operations
)

BY_NAME = {operation.name: operation for operation in OPERATIONS}
