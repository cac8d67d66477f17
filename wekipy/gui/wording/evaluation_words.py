"""Figures of evaluations in words."""

from __future__ import annotations

from wekipy.client.evaluation import Evaluation
from wekipy.client.state import Quality
from wekipy.gui.translation import tr


def percent(share: float | None) -> str:
    """A share as people read it."""
    if share is None:
        return "–"
    return f"{100 * share:.1f} %" if share < 0.1 else f"{100 * share:.0f} %"


def in_brief(quality: Quality | None) -> str:
    """The one figure that counts most; "" without an evaluation."""
    if quality is None:
        return ""
    if quality.accuracy is not None:
        return tr("{share} right").format(share=percent(quality.accuracy))
    if quality.right is not None:
        return tr("{share} right").format(share=percent(quality.right))
    if quality.share is not None:
        return tr("{share} off").format(share=percent(quality.share))
    return tr("not tested")


def margin_words(evaluation: Evaluation) -> str:
    """What new takes will likely reach, in a sentence; "" if that is not known."""
    margin = evaluation.margin
    if margin is None:
        return ""
    if evaluation.continuous is not None:
        words = tr("With {count} takes tested, an error from {low} to {high} is likely on new ones.")
        low, high = f"{margin.low:.3g}", f"{margin.high:.3g}"
    else:
        words = tr("With {count} takes tested, anything from {low} to {high} is likely on new ones.")
        low, high = percent(margin.low), percent(margin.high)
    return words.format(count=margin.takes, low=low, high=high)


def _rejected(evaluation: Evaluation) -> str:
    """What the share of rejected examples is of, with the take that loses most."""
    words = tr("answered with “none of these” though it was shown")
    worst = max(evaluation.by_take, key=lambda take: take.rejected or 0.0, default=None)
    if worst is None or not worst.rejected:
        return words
    most = tr("most of it in take {take}: {share}").format(take=worst.take, share=percent(worst.rejected))
    return f"{words}; {most}"


def figures_of(evaluation: Evaluation) -> list[tuple[str, str]]:
    """Figure and what it is, the most important first."""
    if evaluation.continuous is not None:
        c = evaluation.continuous
        found = [
            (percent(c.share), tr("of the range off, on takes it had not seen")),
            ("–" if c.rmse is None else f"{c.rmse:.3g}", tr("error (RMSE) in units of the output")),
            (percent(c.training_share), tr("of the range off, on its own examples")),
        ]
    elif evaluation.classification is not None:
        k = evaluation.classification
        found = [
            (percent(k.accuracy), tr("right on takes it had not seen")),
            (percent(k.training_accuracy), tr("right on its own examples")),
        ]
        if k.rejected is not None:
            found.append((percent(k.rejected), _rejected(evaluation)))
    elif evaluation.gesture is not None:
        g = evaluation.gesture
        per_minute = "–" if g.false_per_minute is None else f"{g.false_per_minute:.1f}"
        found = [
            (percent(g.right), tr("right on examples it had not seen")),
            (str(g.missed), tr("missed")),
            (per_minute, tr("false triggers per minute of idle movement")),
        ]
    else:
        found = []
    return found
