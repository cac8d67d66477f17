"""The Python face of a running engine: what scripts, the command line and the window use.

>>> with Client() as w:
...     w.record(targets=[0.2, 0.8], seconds=3)
...     w.train()
...     w.start_running()
"""

from __future__ import annotations

from wekipy.client.adding import Adding
from wekipy.client.connection import DEFAULT_PORT, Connection, ConnectionLost, Live
from wekipy.client.demonstrating import Demonstrating
from wekipy.client.evaluation import Evaluation
from wekipy.client.exchange import Exchange
from wekipy.client.explaining import Explaining
from wekipy.client.files import Files
from wekipy.client.gestures import Gestures
from wekipy.client.health import Health
from wekipy.client.learning import Learning
from wekipy.client.looking import Looking
from wekipy.client.mapping import ExampleMap
from wekipy.client.replies import Recorded
from wekipy.client.running import Running
from wekipy.client.settings import Settings
from wekipy.client.shaping import Shaping
from wekipy.client.signal import Signal
from wekipy.client.state import Output, State, Take
from wekipy.client.structure import Structure
from wekipy.client.table import ExampleTable
from wekipy.client.tagging import Tagging
from wekipy.client.takes import Takes
from wekipy.client.training import Training
from wekipy.client.unattended import Unattended
from wekipy.client.watching import Watching

__all__ = [
    "DEFAULT_PORT",
    "Client",
    "Connection",
    "ConnectionLost",
    "Evaluation",
    "ExampleMap",
    "Health",
    "Live",
    "Output",
    "Recorded",
    "State",
    "Take",
    "Training",
]


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
    """A running engine; one method per operation of its control protocol, named as in docs/protocol.md.

    Methods return what the engine replies, as typed data that can also be read as the JSON that it sent, and
    raise `Problem` with its words when it cannot do what is asked. One client may be used from several
    threads; callbacks run in a thread of their own. See `Connection` for arguments and callbacks, and
    docs/python.md.
    """

    def again(self) -> Client:
        """A second client of the same engine, so that nothing waits for an operation that takes long."""
        return Client(*self._place, timeout=self._timeout, token=self._token)
