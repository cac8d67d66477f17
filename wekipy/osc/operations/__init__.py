"""Everything that can be done to an engine, in one table made of groups: the control protocol, its client and
its document are made from it."""

from __future__ import annotations

from wekipy.osc.operations import (
    demonstrating,
    files,
    gestures,
    learning,
    looking,
    running,
    settings,
    structure,
    takes,
    watching,
)
from wekipy.osc.operations.operation import Machine, Operation

__all__ = ["BY_NAME", "OPERATIONS", "Machine", "Operation"]

OPERATIONS: tuple[Operation, ...] = (
    *watching.OPERATIONS,
    *demonstrating.OPERATIONS,
    *learning.OPERATIONS,
    *running.OPERATIONS,
    *takes.OPERATIONS,
    *looking.OPERATIONS,
    *settings.OPERATIONS,
    *structure.OPERATIONS,
    *gestures.OPERATIONS,
    *files.OPERATIONS,
)

BY_NAME = {operation.name: operation for operation in OPERATIONS}
