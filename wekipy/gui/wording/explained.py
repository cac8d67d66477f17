"""The technical words of the window, each explained in one sentence: on hover, where the word is shown."""

from __future__ import annotations

from typing import Final

from PyQt6.QtWidgets import QWidget

from wekipy.gui.theme.parts import Shrinking
from wekipy.gui.translation import mark, tr

EXPLAINED: Final[dict[str, str]] = {
    "take": mark("A take is all examples of one recording, from Record to Stop."),
    "example": mark("An example is one input vector with the targets it was recorded with."),
    "target": mark("A target is what an output should be while you show an example."),
    "OSC": mark("OSC is how music and media programs send each other numbers over a network."),
    "port": mark("A port is a number under which one program on a computer receives messages."),
    "novelty": mark("Novelty is how far an input is from everything you showed: 0 among it, near 1 beyond."),
    "model": mark("A model is what training makes of the examples: it answers inputs with output values."),
    "class": mark("A class is a pose, a region or a state, numbered from 1; the output is one of them."),
    "feature": mark("A feature is a number that a model sees: an input, or what a block makes of inputs."),
    "block": mark("A block is some of the inputs, and the stages they go through before models see them."),
    "stage": mark("A stage is one step on the way of the numbers, such as smoothing."),
    "threshold": mark("A threshold is how close an input must come to what was shown to be recognised."),
    "held-out": mark("Held-out takes are those that a model does not learn from, so that they can test it."),
    "margin": mark("The margin is from where to where the figure will likely lie for as many new takes."),
}
"""By the word as it is in docs/glossary.md."""


def explanation(*words: str) -> str:
    """What words of `EXPLAINED` mean, a sentence and a line each, in the person's language."""
    return "\n".join(tr(EXPLAINED[word]) for word in words)


def explain(widget: QWidget, *words: str) -> None:
    """Let a widget say, after what its tooltip says already, what words of `EXPLAINED` mean."""
    said = explanation(*words)
    if isinstance(widget, Shrinking):
        widget.explain(said)
    else:
        widget.setToolTip("\n".join(filter(None, (widget.toolTip(), said))))
