"""What Record teaches, in words: the same wherever a take can be begun."""

from __future__ import annotations

from collections.abc import Callable

from wekipy.client.state import Output, State
from wekipy.gui.translation import tr
from wekipy.gui.wording.output_words import words_of

_NAMED = 4  # outputs whose targets are named in one line

Target = Callable[[Output], float]


def taught_words(output: Output, state: State, target: Target) -> str:
    """What the next take, or the one that is being recorded, teaches an output; "" for nothing."""
    if not output.record:
        return ""
    if state.teaches is None:
        return "" if output.target is None else words_of(output, target(output))
    if output.kind != "gesture":
        return ""
    if state.teaches == 0:
        return tr("idle movement")
    return next((gesture.name for gesture in output.gestures if gesture.number == state.teaches), "")


def teaches_words(output: Output, state: State, target: Target) -> str:
    """The same as a sentence; it says also why an output is taught nothing."""
    if not output.record:
        return tr("not recorded")
    taught = taught_words(output, state, target)
    return tr("teaches: {what}").format(what=taught) if taught else ""


def all_taught(state: State, target: Target) -> str:
    """What a take teaches all outputs, in one line."""
    found = [words for output in state.outputs if (words := taught_words(output, state, target))]
    if state.teaches == 0:
        found = found[:1]
    return "  ·  ".join(found[:_NAMED]) + (" …" if len(found) > _NAMED else "")
