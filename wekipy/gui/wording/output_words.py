"""What is said of an output: its value, its state, how good it is."""

from __future__ import annotations

import math

from wekipy.client.state import Output, Quality, State
from wekipy.gui.translation import mark, tr
from wekipy.gui.translation.counting import counted

_STATES = {
    "none": (mark("needs training"), ""),
    "training": (mark("training"), "accent"),
    "ready": (mark("ready"), "good"),
    "changed": (mark("changed since trained"), "warning"),
}
KINDS = {"continuous": mark("number"), "classification": mark("classes"), "gesture": mark("gestures")}


def words_of(output: Output, value: float) -> str:
    """A value of an output as people read it."""
    if math.isnan(value):
        return "–"
    if output.kind == "classification":
        return class_words(output, round(value))
    return f"{value:.0f}" if output.integer else f"{value:.3f}"


def class_words(output: Output, number: int) -> str:
    """A class: its name, its number if it has none, "nothing" for 0."""
    if number == 0:
        return tr("nothing")
    return output.class_name(number) or tr("class {number}").format(number=number)


def state_words(output: Output, state: State) -> tuple[str, str]:
    """How the model is doing, and the tone of that."""
    if output.model.failure and output.model.state != "training":
        return tr("cannot be trained"), "bad"
    if output.model.state == "training":
        share = (state.training or {}).get(output.number)
        return training_words(share), "accent"
    words, tone = _STATES[output.model.state]
    return tr(words), tone


def training_words(share: float | None, left: float | None = None) -> str:
    """How far a training is.

    Args:
        share: 0 to 1; None if nobody knows.
        left: seconds; None if nobody knows.
    """
    parts = [
        tr("training") if share is None else tr("training {percent} %").format(percent=round(100 * share))
    ]
    if left is not None:
        parts.append(left_words(left))
    return ", ".join(parts)


def left_words(seconds: float) -> str:
    """How long something goes on, as exactly as an estimate is."""
    if seconds < 57.5:
        exact = seconds < 10
        return tr("about {seconds} s left").format(
            seconds=math.ceil(seconds) if exact else 5 * round(seconds / 5)
        )
    return tr("about {minutes} min left").format(minutes=round(seconds / 60))


def quality_words(quality: Quality | None) -> tuple[str, str]:
    """The last evaluation in a few characters, and its tone; nothing where there was none."""
    if quality is None:
        return "", ""
    right = quality.accuracy if quality.accuracy is not None else quality.right
    if right is not None:
        words, good, fair = _right_words(right, quality.margin), right >= 0.9, right >= 0.7
    elif quality.share is not None:
        words = tr("± {percent} % of the range").format(percent=f"{100 * quality.share:.1f}")
        good, fair = quality.share <= 0.05, quality.share <= 0.15
    else:
        return "", ""
    if not quality.current:
        return tr("{quality}, earlier").format(quality=words), ""
    return words, "good" if good else "warning" if fair else "bad"


def _right_words(right: float, margin: tuple[float, float] | None) -> str:
    percents = [round(100 * share) for share in (right, *(margin or ()))]
    if margin is None:
        return tr("{percent} % right").format(percent=percents[0])
    return tr("{percent} % right ({low}–{high})").format(
        percent=percents[0], low=percents[1], high=percents[2]
    )


def count_words(examples: int) -> str:
    """How many examples there are."""
    return counted(examples, mark("1 example"), mark("{count} examples"))


def take_words(takes: int) -> str:
    """How many takes there are."""
    return counted(takes, mark("1 take"), mark("{count} takes"))


def amount_words(state: State) -> str:
    """How many examples there are to learn from, in how many takes."""
    return tr("{examples} in {takes}").format(
        examples=count_words(state.examples), takes=take_words(len(state.takes))
    )


def spec_of(output: Output) -> str:
    """The kind of an output with its size, as operations want it."""
    if output.kind == "classification":
        return f"class:{output.classes}"
    return f"gesture:{len(output.gestures)}" if output.kind == "gesture" else "1"
