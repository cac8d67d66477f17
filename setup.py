"""Adds the documentation and the examples to the package: the window shows them without a network.

All else about the package is in pyproject.toml.
"""

from __future__ import annotations

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

_HERE = Path(__file__).parent
_FILES = ("README.md", "CHANGELOG.md", "LICENSE")
_FOLDERS = ("docs", "examples")
_ENDINGS = {".md", ".png", ".svg"}  # of what is read in docs/
_NEVER = {"node_modules", "__pycache__", ".ipynb_checkpoints"}


class BuildWithDocumentation(build_py):
    """Builds the package with a folder `documentation` in it, which has the layout of the checkout."""

    def run(self) -> None:
        super().run()
        if not self.editable_mode:  # there the checkout itself is used
            for file in documentation():
                target = self._place(file)
                target.parent.mkdir(parents=True, exist_ok=True)
                self.copy_file(str(_HERE / file), str(target))

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        ours = [] if self.editable_mode else [str(self._place(file)) for file in documentation()]
        return [*super().get_outputs(include_bytecode), *ours]

    def _place(self, file: Path) -> Path:
        return Path(self.build_lib) / "wekipy" / "documentation" / file


def documentation() -> list[Path]:
    """The files that are shipped, relative to the checkout."""
    found = [Path(name) for name in _FILES if (_HERE / name).is_file()]
    for folder in _FOLDERS:
        for file in sorted((_HERE / folder).rglob("*")):
            place = file.relative_to(_HERE)
            wanted = folder != "docs" or file.suffix in _ENDINGS
            if file.is_file() and wanted and not _NEVER & set(place.parts):
                found.append(place)
    return found


setup(cmdclass={"build_py": BuildWithDocumentation})
