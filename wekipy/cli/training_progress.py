"""How far a training is, in the terminal: a bar with the time left, below what was known beforehand."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Any

from wekipy.cli.say import say
from wekipy.learning.words import about

if TYPE_CHECKING:
    from wekipy.engine.view import Training


class Following:
    """Shows a training while it goes on, on the standard error, where that is a terminal.

    Args:
        shown: whether anything is shown.

    Attributes:
        text: how long it takes and what it leaves out, as known beforehand; "" if there is nothing to say.
    """

    def __init__(self, shown: bool) -> None:
        self.text = ""
        self._shown, self._bar, self._task = shown, _bar() if shown and sys.stderr.isatty() else None, None

    def __enter__(self) -> Following:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def say(self, text: str) -> None:
        """Print a sentence."""
        if self._shown:
            say(text, err=True)

    def training(self, now: Training) -> None:
        """Show how far a training in this process is."""
        told = sum(now.progress.values()) / len(now.asked) if now.progress else None
        self.show(now.outlook.text if now.outlook else "", told, now.left)

    def show(self, text: str, share: float | None, left: float | None) -> None:
        """Show how far it is.

        Args:
            text: what was known beforehand; it is printed once.
            share: 0 to 1; None if nobody knows.
            left: seconds; None if nobody knows.
        """
        if text and text != self.text:
            self.text = text
            self.say(text)
        if self._bar is None:
            return
        if self._task is None:
            self._bar.start()
            self._task = self._bar.add_task("training", total=None)
        percent = "" if share is None else f"{share:.0%}"
        time = "" if left is None else f"about {about(left)} left"
        words = " ".join(filter(None, ("training", percent, time)))
        total = None if share is None else 1.0  # without one, the bar moves to and fro
        self._bar.update(self._task, total=total, completed=share or 0.0, description=words)


def _bar() -> Any:
    from rich.console import Console  # noqa: PLC0415  takes a while, and is wanted in a terminal only
    from rich.progress import BarColumn, Progress, TextColumn  # noqa: PLC0415

    columns = (BarColumn(), TextColumn("{task.description}"))
    return Progress(*columns, console=Console(stderr=True), transient=True)
