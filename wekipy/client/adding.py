"""Examples that are given as numbers, instead of being recorded."""

from __future__ import annotations

from wekipy.client.connection import Connection
from wekipy.client.given import Numbers, Table, array, floats, in_json, rows_of, targets_for
from wekipy.project.take_parts import NOMINAL


class Adding(Connection):
    """Examples that are given as numbers, instead of being recorded."""

    def add_examples(self, rows: Table, targets: Table, step: float = NOMINAL, take: str = "") -> int:
        """Add examples as one take, without recording them; its number.

        Args:
            rows: (n, inputs) numbers; one row is one example, or, with one input, n examples.
            targets: (n, outputs that are no gesture outputs), None or NaN where an example has none; one
                row, or one number, is for all examples; with one output also n numbers.
            step: seconds from one row to the next.
            take: its name.
        """
        x, y = array("rows", rows), array("targets", targets)
        if x.ndim < 2 or y.ndim < 2:
            now = self.values()
            x = rows_of(x, len(now["inputs"]))
            y = targets_for(y, len(x), len(now["targets"]))
        tables = in_json(rows=(x, "<f4"), targets=(y, "<f8"))
        return int(self.ask("add_examples", *tables, float(step), *([take] if take else [])))

    def add_example(self, *numbers: Numbers) -> int:
        """Add examples in plain numbers, the inputs and then the targets of each; the take’s number."""
        return int(self.ask("add_example", *floats(numbers)))

    def add_gesture(self, gesture: int, rows: Table, step: float = NOMINAL) -> int:
        """Add a movement, (n, inputs) numbers, as an example of a gesture (0: of none); the take's number."""
        x = array("rows", rows)
        tables = in_json(rows=(x[:, None] if x.ndim == 1 else x, "<f4"))
        return int(self.ask("add_gesture", int(gesture), *tables, float(step)))
