"""Project folders that vanish under an engine: renamed, or on a stick that is taken out."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path


class Renamed:
    """A folder that somebody renames, and gives its name back."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._away = path.with_name("elsewhere")

    def vanish(self) -> None:
        """It is not there any more."""
        self.path.rename(self._away)

    def come_back(self) -> None:
        """It is there again."""
        self._away.rename(self.path)

    def close(self) -> None:
        """Nothing is left to do."""


class Stick:
    """A folder on a disk that is taken out and put in again.

    Args:
        folder: where the disk appears.
        path: the project to be put there; copied.
        mounting: have the system mount and unmount something, for which one must be root; else the folder
            that stands for the disk is renamed.
    """

    def __init__(self, folder: Path, path: Path, mounting: bool) -> None:
        self._place, self._device, self._mounting = folder / "stick", folder / "device", mounting
        self._device.mkdir()
        if mounting:
            self._place.mkdir()
        shutil.copytree(path, self._device / path.name)
        self.path = self._place / path.name
        self.come_back()

    def vanish(self) -> None:
        """The disk is out."""
        if self._mounting:
            subprocess.run(["umount", "--lazy", self._place], check=True)
        else:
            self._place.rename(self._device)

    def come_back(self) -> None:
        """The disk is in."""
        if self._mounting:
            subprocess.run(["mount", "--bind", self._device, self._place], check=True)
        else:
            self._device.rename(self._place)

    def close(self) -> None:
        """Take it out for good."""
        if self._mounting:
            self.vanish()
