"""The trained model: a header and arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from wekipy.learning.verdict import Terms, Verdict
from wekipy.learning.wild_frames import WildFrames
from wekipy.project.lessons import Lessons
from wekipy.project.schema import Kind, OptionValue, Output, Plan
from wekipy.project.take_state import TakeState

Array = npt.NDArray[np.float64] | npt.NDArray[np.float32] | npt.NDArray[np.int64]
Arrays = dict[str, Array]


class ModelHeader(msgspec.Struct, frozen=True, kw_only=True):
    """The description of a model, without its arrays.

    Attributes:
        output: uid of the output it answers for.
        inputs: 0-based indexes of the features it reads, rising; its arrays count columns in this order.
        plan: what its features are made of; None: they are the inputs.
        predictor: which predictor its arrays are for (`wekipy.learning.predictors`).
        fingerprint: of its training data and settings; if theirs differs now, the model is out of date.
        note: a remark about the training, such as what `auto` chose and why.
        chosen: the algorithm that `auto` chose.
        settled: the values that options left to “auto” were given.
        training_error: RMSE in output units, or the share of examples it gets wrong, on its own examples.
        classes: how many classes, or gestures.
        advice: for each take that is a weak example of its gesture, a sentence that says why.
        learned: the takes that it learned from, as they were; None in models of earlier versions, and of
            other projects.
        verdict: of the comparison with the model that answered when it was made; None if there was none.
    """

    output: str
    kind: Kind
    algorithm: str
    options: dict[str, OptionValue]
    inputs: tuple[int, ...]
    predictor: str
    fingerprint: str
    examples: int
    classes: int = 0
    seconds: float = 0.0
    training_error: float = 0.0
    trained: str = ""
    note: str = ""
    chosen: str = ""
    settled: dict[str, OptionValue] = {}
    advice: dict[int, str] = {}
    learned: Lessons | None = None
    verdict: Verdict | None = None
    plan: Plan | None = None


@dataclass(frozen=True, eq=False)
class Model:
    """A trained model of one output; equal only to itself.

    Attributes:
        made: the file that the worker wrote of a large model; saving may move it.
    """

    header: ModelHeader
    arrays: Arrays
    made: Path | None = None


@dataclass(frozen=True)
class TrainingJob:
    """What a worker needs to train one output.

    Attributes:
        number: of the output, from 1, for messages.
        X: (examples, len(inputs)) float32, the connected features only, all finite.
        y: (examples,) float64 targets, all finite; whole numbers 1..classes for a classification, 0..classes
            for gestures, where 0 is none of them.
        takes: (examples,) int64, the number of the take each example is from.
        options: complete: `wekipy.learning.algorithms.resolve` has filled in the defaults.
        features: length of the whole vector.
        counter_examples: (rows, len(inputs)) float32, examples of what is none of the classes.
        nothing: whether the output has a reject option.
        times: (examples,) float64 seconds, for gestures.
        counter_takes: (rows,) int64, the take each counter-example is from.
        learned: these takes, as they are.
        comparison: with the model that answers now; None if the new one takes over anyway.
        plan: what the features are made of; None: they are the inputs.
        names: of the features, of a job that explains a model.
        asked: (features,) of a job that looks for examples like it.
        tags: of an evaluation: by tag, and by take, who performed it, and where.
        about: of a job that asks about takes held out: whose limits and reject option apply.
        state: of a job that computes the features of a take: with which it began.
        leave_out_wild: whether it is to learn without its wild frames, see `wekipy.learning.wild.set_aside`.
        wild: its wild frames, once they are known.
        whole: X of all examples, if these are the part that is learned from: inputs are scaled by all.
    """

    output: str
    number: int
    name: str
    kind: Kind
    algorithm: str
    options: dict[str, OptionValue]
    inputs: tuple[int, ...]
    features: int
    X: npt.NDArray[np.float32]
    y: npt.NDArray[np.float64]
    takes: npt.NDArray[np.int64]
    fingerprint: str
    classes: int = 0
    counter_examples: npt.NDArray[np.float32] | None = None
    nothing: bool = False
    times: npt.NDArray[np.float64] | None = None
    counter_takes: npt.NDArray[np.int64] | None = None
    learned: Lessons | None = None
    comparison: Comparison | None = None
    seed: int = 0
    plan: Plan | None = None
    state: TakeState | None = None
    about: Output | None = None
    names: tuple[str, ...] = ()
    asked: npt.NDArray[np.float64] | None = None
    tags: Mapping[str, Mapping[int, str]] | None = None
    leave_out_wild: bool = False
    wild: WildFrames | None = None
    whole: npt.NDArray[np.float32] | None = None


@dataclass(frozen=True)
class Comparison:
    """What a new model is compared with; see `wekipy.learning.comparing`.

    Attributes:
        output: whose limits and reject option apply to the answers of both.
        present: the model that answers.
        before: what trains it again, as it was trained; None if that is not known any more.
        named: the examples of the takes that a person named; None for none.
        seen: all examples, with the inputs of the present model; None if it has those of the new one.
    """

    terms: Terms
    output: Output
    present: Model
    before: TrainingJob | None = None
    named: TrainingJob | None = None
    seen: TrainingJob | None = None
