"""Training and evaluation."""

from __future__ import annotations

from typing import Protocol

import msgspec

from wekipy.engine import gesture_edits
from wekipy.engine.compare import compare
from wekipy.engine.correction import that_was_wrong
from wekipy.engine.describe import evaluation
from wekipy.engine.recentring import recentred
from wekipy.engine.take_work import settle
from wekipy.faces.arguments import Argument
from wekipy.faces.operations.operation import GESTURE, OUTPUT, OUTPUTS, TAKES, AsksEngine, Operation
from wekipy.learning.verdict import MARGIN, Terms
from wekipy.project.problem import Problem
from wekipy.project.wording import in_words


class Learning(AsksEngine, Protocol):
    """What these operations need; the table below says what each does."""

    def evaluate(self, outputs: list[int]) -> list[msgspec.Raw]: ...
    def cancel_evaluation(self) -> None: ...
    def explain(self, output: int) -> msgspec.Raw: ...
    def nearest_examples(self, output: int) -> msgspec.Raw: ...
    def score_model(self, output: int, model: int, takes: list[int]) -> msgspec.Raw: ...


def _live_learning(m: Learning, on: bool) -> None:
    project = m.engine.project
    m.engine.edit("live learning", msgspec.structs.replace(project, live_learning=on))


def _live_learning_guard(m: Learning, on: bool, margin: float) -> None:
    if not 0.0 <= margin <= 1.0:
        raise Problem(f"margin is {margin:g}: expected a share from 0 to 1, such as 0.02")
    project = m.engine.project
    changed = msgspec.structs.replace(project, live_learning_guard=on, live_learning_margin=margin)
    m.engine.edit("guard of live learning", changed)


def _train_beside(m: Learning, terms: object, outputs: list[int]) -> int:
    return m.engine.models.train(outputs, read_terms(terms))


def read_terms(terms: object) -> Terms:
    """Read the terms of a training beside the present models.

    Raises:
        Problem: if they are not as `Terms` says.
    """
    try:
        return msgspec.convert(terms, Terms)
    except msgspec.ValidationError as e:
        raise Problem(f"terms: {in_words(e)}; expected JSON such as {_TERMS}") from e


_TERMS = '{"margin": 0.02, "takes": [3, 4], "switch_off": true}'


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "train",
        "Train outputs (none named: all whose train switch is on). Replies at once with the number of the"
        " training; a `training` event and `training_outlook` say how long it takes if that is long, and what"
        " it leaves out; `trained` events and /wekinator/status/done-training tell the end. Running models go"
        " on answering.",
        lambda m, outputs: m.engine.models.train(outputs),
        (OUTPUTS,),
    ),
    Operation(
        "train_beside",
        "Train outputs as train does, beside what plays: a new model takes over only if it is not worse than"
        " the present one by more than margin (a share: of wrong answers, of the range, of gestures), on"
        " takes held out and on those named. Otherwise the present model goes on, the new one is kept on the"
        " shelf; the `trained` event says why and which takes are at fault; with switch_off they are switched"
        " off, an edit that can be undone. Replies at once with the number of the training.",
        _train_beside,
        (Argument("terms", "json", f"e.g. {_TERMS}; all have defaults", default={}), OUTPUTS),
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
        "score_model",
        "How any of the kept models of an output answers takes (none named: all that the output learns"
        " from): measure (accuracy, rmse in its units, or recognised, of gestures), figure, examples, and"
        " by_take, each with figure, examples and whether the model learned from it (null: it does not say).",
        lambda m, output, model, takes: m.score_model(output, model, takes),
        (OUTPUT, Argument("model", "int", "its number among those kept, from 1"), TAKES),
        aside=True,
        slow=True,
    ),
    Operation(
        "explain",
        "What the model of an output has learned: form (rules, formula, constant, or weights only), lines of"
        " text, and weights: how much the error grows where a feature is shuffled among the examples, the"
        " largest first; note says what that means.",
        lambda m, output: m.explain(output),
        (OUTPUT,),
        aside=True,
        slow=True,
    ),
    Operation(
        "nearest_examples",
        "The examples of an output that the latest input vector is like, one of each of the nearest takes:"
        " take, example (from 1, of those the output learns from), seconds, target, and distance (per"
        " feature, in usual spreads of the examples).",
        lambda m, output: m.nearest_examples(output),
        (OUTPUT,),
        aside=True,
        slow=True,
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
        "recentre",
        "The sensors have drifted, and the last two seconds were a class of an output: from now on the"
        " difference is taken away from what comes in, for models and takes; undo takes it back, and class 0"
        " takes nothing away any more. Replies with a sentence.",
        lambda m, output, label: settle(m.engine, m.ask_engine, lambda view: recentred(view, output, label)),
        (OUTPUT, Argument("label", "int", "the class that is held, or 0")),
        aside=True,
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
    Operation(
        "live_learning_guard",
        "When on, models that are trained by themselves (by live learning, or after examples of gestures)"
        " take over only if they are not worse by more than margin, as with train_beside.",
        _live_learning_guard,
        (Argument("on", "bool", "on or off"), Argument("margin", "float", "a share", default=MARGIN)),
    ),
)
