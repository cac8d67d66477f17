"""What was shown against what was answered, as a table, with the takes behind each of its cells."""

from __future__ import annotations

from dataclasses import dataclass

from wekipy.client.evaluation import Evaluation
from wekipy.client.state import Output, State
from wekipy.gui.takes.labels import class_words
from wekipy.gui.translation import tr


@dataclass(frozen=True)
class Cell:
    """One cell: how many, whether these are right answers, and the takes they are from, the worst first."""

    count: int
    right: bool
    takes: tuple[int, ...]


@dataclass(frozen=True)
class Table:
    """Rows are what was shown, columns what was answered."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    recall: tuple[float | None, ...]
    cells: tuple[tuple[Cell, ...], ...]

    def words(self, row: int, column: int) -> str:
        """A cell in a sentence."""
        return tr("{shown} was answered with {answer}: {count}").format(
            shown=self.rows[row], answer=self.columns[column], count=self.cells[row][column].count
        )


def table_of(evaluation: Evaluation, state: State) -> Table | None:
    """The table of a classification or of gestures; None where there is none."""
    if not 1 <= evaluation.number <= len(state.outputs):
        return None
    output = state.output(evaluation.number)
    if evaluation.classification is not None and output.kind == "classification":
        return _of_classes(evaluation, output, state)
    if evaluation.gesture is not None and output.kind == "gesture":
        return _of_gestures(evaluation, output, state)
    return None


def _of_classes(evaluation: Evaluation, output: Output, state: State) -> Table | None:
    figures = evaluation.classification
    if figures is None or not figures.classes or not figures.matrix:
        return None
    labels = [c.label for c in figures.classes]
    names = tuple(class_words(output, label) for label in labels)

    def cell(shown: int, answer: int, count: int) -> Cell:
        if shown != answer:
            return Cell(count, False, evaluation.takes_behind(shown, answer))
        takes = (t.number for t in state.takes if t.targets.get(output.number) == shown)
        return Cell(count, True, tuple(takes))

    cells = tuple(
        tuple(cell(shown, answer, count) for answer, count in zip(labels, row, strict=True))
        for shown, row in zip(labels, figures.matrix, strict=True)
    )
    return Table(names, names, tuple(c.recall for c in figures.classes), cells)


def _of_gestures(evaluation: Evaluation, output: Output, state: State) -> Table | None:
    figures = evaluation.gesture
    if figures is None or len(figures.confusion) != len(output.gestures):
        return None
    names = tuple(gesture.name for gesture in output.gestures)
    takes = [tuple(t.number for t in state.takes if t.gesture == g.number) for g in output.gestures]
    cells = tuple(
        tuple(Cell(count, column == row + 1, takes[row]) for column, count in enumerate(counts))
        for row, counts in enumerate(figures.confusion)
    )
    recall = tuple(
        counts[n + 1] / sum(counts) if sum(counts) else None for n, counts in enumerate(figures.confusion)
    )
    return Table(names, (tr("nothing"), *names), recall, cells)
