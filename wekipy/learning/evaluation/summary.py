"""An evaluation as lines of text."""

from __future__ import annotations

from typing import Final

from wekipy.learning.evaluation.result import (
    ClassFigure,
    ClassificationFigures,
    ContinuousFigures,
    Evaluation,
    Margin,
    TakeFigure,
)
from wekipy.learning.gestures.evaluation import GestureEvaluation
from wekipy.learning.words import counted, listed, percent
from wekipy.project.counting import many

_MOST: Final = 20  # classes, and takes, that are told one by one
_TESTED = {"takes": "on takes it had not seen", "time": "on parts of its takes it had not seen"}


def summary(evaluation: Evaluation) -> list[str]:
    """The lines a terminal shows, without colours; the first names the output, the others are indented."""
    e = evaluation
    have = f"{counted(e.examples, 'example')} in {counted(e.takes, 'take')}"
    lines = [f"output {e.number} “{e.name}” ({e.kind}, {e.algorithm}): {have}", f"  {e.note}"]
    if e.continuous:
        lines += _continuous(e, e.continuous)
    if e.classification:
        lines += _classification(e, e.classification)
    if e.gesture and e.method != "none":
        lines += _gestures(e, e.gesture)
    if e.method != "none" and len(e.by_take) > 1:
        lines += _by_take(e.by_take)
    lines += _most_rejected(e.by_take)
    if e.findings:
        lines.append("  look at:")
        lines += [f"    {n}. {finding.sentence}" for n, finding in enumerate(e.findings, 1)]
    return lines


def _on_new(e: Evaluation) -> list[str]:
    """What the figure says about new takes, and about other people and places."""
    unseen = [f"  {one.sentence}" for one in e.unseen]
    return [f"  {_margin(e, e.margin)}", *unseen] if e.margin else unseen


def _margin(e: Evaluation, margin: Margin) -> str:
    """The margin in a sentence, in the unit of the figure that it is about."""
    if e.continuous:
        between = f"an error from {margin.low:.4g} to {margin.high:.4g}"
    else:
        between = f"anything from {percent(margin.low).removesuffix(' %')} to {percent(margin.high)} right"
    tested = many(margin.takes, "example" if e.gesture else "take")
    return f"with {tested} tested, {between} is likely on new ones"


def _gestures(e: Evaluation, figures: GestureEvaluation) -> list[str]:
    right = f"  right on examples it had not seen: {percent(figures.right)}; missed: {figures.missed}"
    lines = [right, *_on_new(e)]
    if figures.false_per_minute is not None:
        lines.append(f"  false triggers per minute of idle movement: {figures.false_per_minute:.1f}")
    for place, row in enumerate(figures.confusion, 1):
        answers = [f"{count} × {f'gesture {n}' if n else 'nothing'}" for n, count in enumerate(row) if count]
        if answers:
            lines.append(f"  gesture {place} was recognised as: {', '.join(answers)}")
    return lines


def _by_take(figures: tuple[TakeFigure, ...]) -> list[str]:
    """The error of each take; with many takes, of those with the largest."""
    if len(figures) <= _MOST:
        return [f"  by take: {', '.join(map(_take, figures))}"]
    wrong = sorted((one for one in figures if one.error), key=lambda one: -(one.error or 0.0))
    if not wrong:
        return []
    return [f"  takes with the largest errors: {', '.join(map(_take, wrong[:_MOST]))}"]


def _take(figure: TakeFigure) -> str:
    return f"{figure.take}: {'not tested' if figure.error is None else format(figure.error, '.3g')}"


def _error(error: float | None, share: float | None) -> str:
    if error is None:
        return "unknown"
    return f"{error:.4g}" if share is None else f"{error:.4g} ({percent(share)} of the range)"


def _continuous(e: Evaluation, figures: ContinuousFigures) -> list[str]:
    lines = [f"  range shown: {figures.low:.4g} to {figures.high:.4g}"]
    if e.method != "none":
        lines.append(f"  error (RMSE) {_TESTED[e.method]}: {_error(figures.rmse, figures.share)}")
    lines += _on_new(e)
    own = _error(figures.training_rmse, figures.training_share)
    lines.append(f"  error (RMSE) on its own examples: {own}")
    if figures.worst and figures.worst.rmse:
        worst = figures.worst
        where = f"{worst.low:.4g} to {worst.high:.4g} ({listed(worst.takes, 'take')})"
        lines.append(f"  worst part of the range: {where}, error {worst.rmse:.4g}")
    return lines


def _classification(e: Evaluation, figures: ClassificationFigures) -> list[str]:
    lines = []
    if figures.accuracy is not None and e.method != "none":
        lines.append(f"  right {_TESTED[e.method]}: {percent(figures.accuracy)}")
    lines += _on_new(e)
    lines.append(f"  right on its own examples: {percent(figures.training_accuracy)}")
    lines += _rejected(figures)
    lines += _classes(figures.classes)
    if figures.confusions and len(figures.classes) <= _MOST:
        lines += _matrix(figures)
    for confusion in figures.confusions[:10]:
        times = f"{counted(confusion.count, 'time')} ({listed(confusion.takes, 'take')})"
        lines.append(f"  class {confusion.label} was taken for class {confusion.answer} {times}")
    return lines


def _rejected(figures: ClassificationFigures) -> list[str]:
    if figures.rejected is None:
        return []
    known = [(c.rejected, c.label) for c in figures.classes if c.rejected is not None]
    if len(known) > _MOST:
        known = sorted((one for one in known if one[0] > 0.0), key=lambda one: -one[0])[:_MOST]
    shares = ", ".join(f"class {label}: {percent(share)}" for share, label in known)
    which = f" ({shares})" if shares else ""
    return [f"  answered with nothing, though shown: {percent(figures.rejected)}{which}"]


def _most_rejected(takes: tuple[TakeFigure, ...]) -> list[str]:
    """The takes of which most is rejected."""
    lost = [(take.take, take.rejected) for take in takes if take.rejected is not None and take.rejected > 0.5]
    if not lost:
        return []
    return [f"  mostly answered with nothing: {listed([take for take, _ in lost], 'take')}"]


def _classes(classes: tuple[ClassFigure, ...]) -> list[str]:
    """A line for each class; with many, for those that are recognised least."""
    if len(classes) <= _MOST:
        return [_class(c) for c in classes]
    worst = sorted((c for c in classes if (c.recall or 0.0) < 1.0), key=lambda c: c.recall or 0.0)[:_MOST]
    others = many(len(classes) - len(worst), "other class", "other classes")
    return [*map(_class, worst), f"  and {others}: --json has the figures of all"]


def _class(c: ClassFigure) -> str:
    have = f"  class {c.label}: {counted(c.examples, 'example')} in {counted(c.takes, 'take')}"
    if c.recall is None:
        return f"{have}, not tested"
    precise = "never answered" if c.precision is None else f"{percent(c.precision)} of such answers right"
    return f"{have}, {percent(c.recall)} recognised, {precise}"


def _matrix(figures: ClassificationFigures) -> list[str]:
    labels = [str(c.label) for c in figures.classes]
    cells = [[str(count) for count in row] for row in figures.matrix]
    width = max(len(text) for text in (*labels, *(cell for row in cells for cell in row))) + 2
    head = "  shown \\ answered" + "".join(label.rjust(width) for label in labels)
    rows = [
        f"  {label:>16}" + "".join(cell.rjust(width) for cell in row)
        for label, row in zip(labels, cells, strict=True)
    ]
    return [head, *rows]
