"""The Python face of a running engine: what scripts, the command line and the window use.

>>> with Client() as w:
...     w.record(targets=[0.2, 0.8], seconds=3)
...     w.train()
...     w.start_running()
"""

from __future__ import annotations

from wekipy.client.connection import DEFAULT_PORT, Connection, ConnectionLost, Live
from wekipy.client.demonstrating import Demonstrating
from wekipy.client.exchange import Exchange
from wekipy.client.files import Files
from wekipy.client.gestures import Gestures
from wekipy.client.learning import Learning
from wekipy.client.looking import Looking
from wekipy.client.mapping import ExampleMap
from wekipy.client.running import Running
from wekipy.client.settings import Settings
from wekipy.client.structure import Structure
from wekipy.client.takes import Takes
from wekipy.client.unattended import Unattended
from wekipy.client.watching import Watching

__all__ = ["DEFAULT_PORT", "Client", "Connection", "ConnectionLost", "ExampleMap", "Live"]


class Client(
    Watching,
    Demonstrating,
    Learning,
    Running,
    Takes,
    Looking,
    Settings,
    Structure,
    Gestures,
    Files,
    Exchange,
    Unattended,
):
    """A running engine; one method per operation of its control protocol, named as in docs/protocol.md.

    Methods return what the engine replies and raise `Problem` with its words when it cannot do what is asked.
    One client may be used from several threads.

    Args:
        host, port: of the control protocol, as the engine's ready line tells it.
        timeout: seconds to wait for a reply.
        token: as the engine shows at its start, if it runs on another machine; "" is that in WEKIPY_TOKEN.

    Attributes:
        latest: state as last received; complete and kept up to date after `subscribe`.
        live: latest values, after `subscribe` with a rate.
        on_event: called, in the client's own thread, with kind and text of each event; after `subscribe`.
    """
