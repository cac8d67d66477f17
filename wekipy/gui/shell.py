"""What the parts of a window may ask of the window around them."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from wekipy.gui.session.session import Session


class Shell(Protocol):
    """A window, as its menus and the views beside the work see it."""

    @property
    def session(self) -> Session | None:
        """The open project; None while the start screen is shown."""

    def show_start(self) -> None:
        """Let go of the project and show what can be opened."""

    def open_folder(self, folder: Path) -> None:
        """Show the project in a folder."""

    def open_elsewhere(self, folder: Path | None) -> None:
        """Show a project in a window of its own; None is one that is to be chosen there."""

    def is_elsewhere(self, folder: Path) -> bool:
        """Whether another window shows this project; it is brought to the front then."""

    def toggle(self, view: str) -> None:
        """Show a view beside the work, or send it away."""
