"""What becomes of recorded takes, and taking back."""

from __future__ import annotations

from wekipy.client.connection import Connection


class Takes(Connection):
    """What becomes of recorded takes, and taking back."""

    def split_take(self, take: int) -> list[int]:
        """Cut a take of a gesture where the movement rests; the new takes."""
        return [int(number) for number in self.ask("split_take", int(take))]

    def delete_all_examples(self) -> int:
        """Delete all takes; how many there were. Undo brings them back."""
        return int(self.ask("delete_all_examples"))

    def delete_examples(self, output: int) -> None:
        """Delete the examples of one output."""
        self.ask("delete_examples", int(output))

    def delete_takes(self, *takes: int) -> None:
        """Delete takes by number."""
        self.ask("delete_takes", *map(int, takes))

    def delete_last_take(self) -> int:
        """Delete the newest take; its number."""
        return int(self.ask("delete_last_take"))

    def undo(self) -> str:
        """Take back the last edit; what it was."""
        return str(self.ask("undo"))

    def redo(self) -> str:
        """Do the last undone edit again; what it was."""
        return str(self.ask("redo"))
