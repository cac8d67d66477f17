"""Training and evaluation."""

from __future__ import annotations

from typing import Protocol

import msgspec

from wekipy.engine import gesture_edits
from wekipy.engine.compare import compare
from wekipy.engine.correction import that_was_wrong
from wekipy.engine.describe import evaluation
from wekipy.faces.arguments import Argument
from wekipy.faces.operations.operation import GESTURE, OUTPUT, OUTPUTS, HasEngine, Operation


class Learning(HasEngine, Protocol):
    """What these operations need; the table below says what each does."""

    def evaluate(self, outputs: list[int]) -> list[msgspec.Raw]: ...
    def cancel_evaluation(self) -> None: ...


def _live_learning(m: Learning, on: bool) -> None:
    project = m.engine.project
    m.engine.edit("live learning", msgspec.structs.replace(project, live_learning=on))


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "train",
        "Train outputs (none named: all whose train switch is on). Replies at once with the number of the"
        " training; `trained` events and /wekinator/status/done-training tell the end. Running models go on"
        " answering.",
        lambda m, outputs: m.engine.models.train(outputs),
        (OUTPUTS,),
    ),
    Operation(
        "cancel_training",
        "Give up the training under way; models stay as they were.",
        lambda m: m.engine.models.cancel(),
    ),
    Operation(
        "previous_model",
        "Let the model before the present one answer; replies with its number among those kept.",
        lambda m, output: m.engine.models.step(output, -1),
        (OUTPUT,),
    ),
    Operation(
        "next_model",
        "Let the model after the present one answer again.",
        lambda m, output: m.engine.models.step(output, 1),
        (OUTPUT,),
    ),
    Operation(
        "compare_models",
        "What each of the kept models of an output answers to the latest input vector.",
        lambda m, output: compare(m.engine.view, m.engine.inputs, output),
        (OUTPUT,),
        aside=True,
    ),
    Operation(
        "that_was_wrong",
        "The last second should have been nothing: adapts the thresholds of outputs (none named: of all that"
        " can answer nothing), or trains again with counter-examples; the gesture recognised last needs a"
        " closer match. Replies with a sentence for each.",
        lambda m, outputs: that_was_wrong(m.engine, outputs),
        (OUTPUTS,),
    ),
    Operation(
        "you_missed",
        "A gesture was performed in the last 5 s and not recognised: from now on it would be. Replies with a"
        " sentence.",
        lambda m, gesture: gesture_edits.you_missed(m.engine, gesture),
        (GESTURE,),
    ),
    Operation(
        "evaluate",
        "How far the models of outputs can be trusted (none named: of all): trains them again on parts of"
        " the examples, never with frames of one take on both sides. Replies with an evaluation for each.",
        lambda m, outputs: m.evaluate(outputs),
        (OUTPUTS,),
        aside=True,
        slow=True,
    ),
    Operation(
        "evaluation",
        "The last evaluation of an output in full, as evaluate replies, or null: figures by take, findings,"
        " matrix and confusions (each with its takes, take_counts), or pairs (target, answer; at most 2,000)"
        " and pair_takes; and current, whether examples and settings are as they were.",
        lambda m, output: evaluation(m.engine.view, output),
        (OUTPUT,),
        looks=True,
    ),
    Operation(
        "cancel_evaluation",
        "Give up the evaluation under way, and those that wait for it.",
        lambda m: m.cancel_evaluation(),
    ),
    Operation(
        "live_learning",
        "When on, each finished take trains and its models take over by themselves.",
        _live_learning,
        (Argument("on", "bool", "on or off"),),
    ),
)
