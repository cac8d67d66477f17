"""The client for asyncio: `wekipy.Client` with `await` before each call, without threads.

>>> async with wekipy.aio.Client() as w:
...     await w.record(targets=[0.2, 0.8], seconds=3)
...     await w.train()
...     await w.start_running()

The groups of operations are made from those of `wekipy.client` by `python -m wekipy.cli.awaiting`.
"""

from __future__ import annotations

from wekipy.aio.adding import Adding
from wekipy.aio.demonstrating import Demonstrating
from wekipy.aio.exchange import Exchange
from wekipy.aio.explaining import Explaining
from wekipy.aio.files import Files
from wekipy.aio.gestures import Gestures
from wekipy.aio.learning import Learning
from wekipy.aio.looking import Looking
from wekipy.aio.running import Running
from wekipy.aio.settings import Settings
from wekipy.aio.shaping import Shaping
from wekipy.aio.signal import Signal
from wekipy.aio.structure import Structure
from wekipy.aio.table import ExampleTable
from wekipy.aio.tagging import Tagging
from wekipy.aio.takes import Takes
from wekipy.aio.unattended import Unattended
from wekipy.aio.watching import Watching

__all__ = ["Client"]


class Client(
    ExampleTable,
    Adding,
    Explaining,
    Tagging,
    Demonstrating,
    Watching,
    Learning,
    Running,
    Takes,
    Looking,
    Settings,
    Shaping,
    Signal,
    Structure,
    Gestures,
    Exchange,
    Files,
    Unattended,
):
    """A running engine for asyncio: one async method per operation, with the names of `wekipy.Client`.

    What is a property there is awaited here, too: `await w.takes`. See `Connection` for arguments and
    callbacks.
    """

    def again(self) -> Client:
        """A second client of the same engine, so that nothing waits for an operation that takes long."""
        return Client(*self._place, timeout=self._timeout, token=self._token)
