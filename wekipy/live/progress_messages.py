"""Prebuilt messages with the progress of gestures."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from wekipy.engine.spotted import Spotted
from wekipy.osc.outgoing import reserved, wire_address
from wekipy.osc.plan import FloatMessage

F64 = npt.NDArray[np.float64]


class ProgressMessages:
    """The further messages of one gesture output: `<address>/progress`, `/speed` and `/match`.

    They are sent while a gesture is under way; at its end `/match` 0 is sent once.
    """

    def __init__(self, spotted: Spotted) -> None:
        now = spotted.now
        self._match = now.match
        self._followed = spotted.followed()
        self._gestures = [
            (
                each.place,
                FloatMessage(f"{wire_address(each.address)}/progress", 1),
                FloatMessage(f"{wire_address(each.address)}/speed", 1),
                FloatMessage(f"{wire_address(each.address)}/match", 1),
            )
            for each in self._followed
            if not reserved(wire_address(each.address))
        ]
        self._values = (now.progress, now.speed, now.match)
        self._under_way = np.zeros(len(now.match), bool)

    def packets(self) -> Iterator[bytearray]:
        """Yield the packets to send after a frame."""
        for place, *messages in self._gestures:
            if self._match[place] > 0:
                self._under_way[place] = True
                for message, values in zip(messages, self._values, strict=True):
                    yield message.fill(values[place : place + 1])
            elif self._under_way[place]:
                self._under_way[place] = False
                yield messages[2].fill(self._match[place : place + 1])

    def latest(self) -> Iterator[tuple[str, F64]]:
        """Yield the address and (1,) value that each message would have now."""
        for each in self._followed:
            for name, values in zip(("progress", "speed", "match"), self._values, strict=True):
                yield f"{wire_address(each.address)}/{name}", values[each.place : each.place + 1]
