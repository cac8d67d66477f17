"""Examples and models of other programs: in from files, out into files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from wekipy.client.connection import Connection

_PATIENCE = 600.0  # seconds that the largest table may take


class Exchange(Connection):
    """Examples and models of other programs: in from files, out into files."""

    def import_examples(  # noqa: PLR0913  each is a column, or none
        self,
        path: str,
        *,
        inputs: Sequence[str] = (),
        outputs: Sequence[str] = (),
        take: str = "",
        time: str = "",
        rate: float | None = None,
    ) -> dict[str, Any]:
        """Add the examples of a table, or of a Wekinator project, as takes, in one step of undo.

        Args:
            path: in the project folder, or beside the project.
            inputs, outputs: names of columns; left out, they are guessed.
            take, time: the column of takes, and of times.
            rate: examples per second, where the file has no times.

        Returns:
            takes: their numbers; taken, left: sentences about what was taken over, and what was not.
        """
        options: dict[str, Any] = {
            "inputs": list(inputs),
            "outputs": list(outputs),
            "take": take,
            "time": time,
        }
        if rate is not None:
            options["rate"] = float(rate)
        given = json.dumps({name: value for name, value in options.items() if value})
        found: dict[str, Any] = self.ask("import_examples", path, given, timeout=_PATIENCE)
        return found

    def export_examples(self, format: str, name: str = "", *outputs: int) -> str:  # noqa: A002
        """Write examples (csv, arff, npz) or trained models (cpp, js) into the project's exports/; where."""
        return str(self.ask("export_examples", format, name, *map(int, outputs), timeout=_PATIENCE))
