"""Handles overload: answers the newest vector and skips those before it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import numpy.typing as npt

from wekipy.engine.engine import Engine
from wekipy.live.answering import Answering
from wekipy.live.inlet import Inlet, Origin
from wekipy.osc.notices import Notices

F64 = npt.NDArray[np.float64]
Take = Callable[[bytes, Origin], bool]

OVERLOAD = 0.25  # seconds after which late packets mean an overload, not a short delay
_STAYS = 1.0  # seconds without late packets after which the overload is over
_OFTEN, _SELDOM = 0, 15  # masks of the packet count: how often to check for waiting packets
_OFTEN_ENOUGH = 0.002  # seconds between packets above which a check costs almost nothing


class Overload:
    """Answers vectors; those that have waited too long only if no newer one has come.

    All other packets are handled in order.

    Args:
        answering: answers a vector.
        notices: receives a line when vectors are skipped.

    Attributes:
        answer_all: also answer vectors that have waited too long.
        passed_over: how many vectors were skipped because a newer one had come.
    """

    def __init__(self, engine: Engine, answering: Answering, notices: Notices, answer_all: bool) -> None:
        self._engine, self._answering, self._notices = engine, answering, notices
        self.answer_all = answer_all
        self.passed_over = 0
        self._held: tuple[F64, float] | None = None  # the newest waiting vector
        self._catching_up = False
        self._packets, self._mask, self._looked = 0, _OFTEN, (0, 0.0)
        self._late_since: float | None = None  # since when packets have been late, if they still are
        self._overloaded = 0.0  # when the overload ends

    def answer(self, x: F64, now: float) -> None:
        """Answer a vector (inputs,); while catching up only if no newer one follows directly."""
        if self._catching_up and self._may_pass_over():
            if self._held is not None:
                self.passed_over += 1
                self._engine.arrived += 1
            self._held = x, now
        else:
            self._answering.answer(x, now)

    def release(self) -> None:
        """Answer the held vector, if any, so that later messages take effect after it."""
        held, self._held = self._held, None
        if held is not None:
            self._answering.answer(*held)

    @contextmanager
    def answering_all(self) -> Iterator[None]:
        """Within the block every vector is answered at once."""
        self.release()
        catching_up, self._catching_up = self._catching_up, False
        try:
            yield
        finally:
            self._catching_up = catching_up

    def look(self, inlet: Inlet, take: Take) -> None:
        """Catch up if the next packet has waited too long. It checks less often if packets come fast.

        Args:
            take: handles a packet, and returns False to end.
        """
        self._packets += 1
        if self._packets & self._mask:
            return
        now = time.perf_counter()
        before, then = self._looked
        self._looked = (self._packets, now)
        self._mask = _OFTEN if now - then > _OFTEN_ENOUGH * (self._packets - before) else _SELDOM
        if not (self._may_pass_over() and inlet.late()):
            self._late_since = None
            return
        since = self._late_since = now if self._late_since is None else self._late_since
        if now - since >= OVERLOAD or now < self._overloaded:
            self._overloaded = now + _STAYS
            self._catch_up(inlet, take)

    def _may_pass_over(self) -> bool:
        """Whether old vectors may be skipped: a recording or a gesture needs all of them."""
        engine = self._engine
        recording, runtime = engine.view.recorder is not None, engine.runtime
        return not (self.answer_all or recording or runtime is None or runtime.spotted)

    def _catch_up(self, inlet: Inlet, take: Take) -> None:
        """Answer the newest of the vectors that have waited too long; handle other packets in order."""
        passed_over = self.passed_over
        self._catching_up = True
        try:
            while self._catching_up and self._may_pass_over():
                try:
                    packet, origin, late = inlet.receive_now()
                except OSError:  # no packet waits any more
                    break
                if not late:
                    self.release()
                    self._catching_up = False
                if not take(packet, origin):
                    break
        finally:
            self.release()
            self._catching_up = False
        if self.passed_over > passed_over:
            self._notices.report(
                "passed over",
                "",
                lambda: (
                    "more vectors arrive than can be answered: the newest were answered, others passed over"
                    f" ({self.passed_over:,} so far; --answer-all answers all, late)"
                ),
            )
