"""Whether there is anything new to draw, so that a window that only waits costs next to nothing."""

from __future__ import annotations

from wekipy.client.state import State
from wekipy.gui.session.session import Session

_EVERY = 10  # frames: drawn this often in any case, for what changes with time alone


def is_busy(state: State) -> bool:
    """Whether somebody plays or records: then each frame counts."""
    return state.running or state.recording is not None or state.playing is not None or state.playing_map


class Stillness:
    """Finds frames in which all that an output shows is as it was in the last one that was drawn."""

    def __init__(self) -> None:
        self._drawn: tuple[object, ...] = ()
        self._state: State | None = None
        self._skipped = 0

    def passes(self, session: Session, *beside: object) -> bool:
        """Whether this frame can be left out; `beside` is what else is shown."""
        live = session.live
        now = (
            live.outputs.tobytes(),
            live.targets.tobytes(),
            live.distributions.tobytes(),
            live.courses.tobytes(),
            *beside,
        )
        same = session.state is self._state and now == self._drawn and self._skipped < _EVERY
        self._skipped = self._skipped + 1 if same else 0
        if not same:
            self._drawn, self._state = now, session.state
        return same
