"""Runs an engine in its own process at free ports."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType

from wekipy.child import ServeProcess, free_port


class EngineProcess(ServeProcess):
    """`wekipy serve` at ports of its own; as a context manager it ends with the block.

    Args:
        arguments: of `wekipy serve`, besides the ports.
        port: for inputs; None is any free one.
        out_port: where outputs are sent; None is any free one.
        timeout: seconds until it must be ready.
        answer_all: answer every vector, however late: whoever rehearses counts the answers.

    Raises:
        Problem: if it does not start, with its own words.
    """

    def __init__(
        self,
        arguments: Sequence[str] = (),
        port: int | None = None,
        out_port: int | None = None,
        timeout: float = 30.0,
        answer_all: bool = True,
    ) -> None:
        answering = ("--answer-all",) if answer_all else ()
        self.out_port = out_port or free_port()
        ports = ("--port", str(port or free_port()), "--send", f"127.0.0.1:{self.out_port}")
        super().__init__((*arguments, *ports, *answering), timeout)

    def __enter__(self) -> EngineProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()
