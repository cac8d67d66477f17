"""What was learned of gestures: templates and thresholds, as plain arrays and as something to match with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wekipy.learning.gestures.columns import I64, Templates, anchor
from wekipy.learning.gestures.example import F64, MOST_GESTURES, Frames, GestureOptions
from wekipy.learning.gestures.preparing import MOST_FRAMES, MOST_STRIDE, Normalisation
from wekipy.learning.model import Arrays, Model
from wekipy.learning.predictors.arrays import Reader

LARGEST_INPUT = 3.4028235e38
MOST_TEMPLATES = 10_000
SIZES = (
    0.5,
    0.7071,
    1.0,
    1.4142,
    2.0,
)  # of a gesture that is recognised at any size, relative to the example


@dataclass(frozen=True)
class GestureModel:
    """Templates and thresholds.

    Attributes:
        frames: (templates, longest, inputs) float32 in units of the inputs, 0 behind each one's length.
        lengths: (templates,) frames of each.
        strides: (templates,) float64, the periods of `normalisation` from one frame of each to the next, 1 or
            more: a long example has fewer frames, so that short ones keep theirs.
        gestures: (templates,) the gesture of each, from 1, rising.
        thresholds: (gestures,) the distance below which a match counts; 0 for a gesture without examples.
        normalisation: what the inputs are brought to the same range with.
    """

    frames: Frames
    lengths: I64
    strides: F64
    gestures: I64
    thresholds: F64
    normalisation: Normalisation

    @property
    def inputs(self) -> int:
        """How many inputs it reads."""
        return len(self.normalisation.centre)


@dataclass(frozen=True)
class Matching:
    """A model's templates ready to match, with copies of other sizes where options ask for them.

    Attributes:
        templates: normalised.
        gestures: (templates,) the gesture of each, from 1, rising.
        examples: (templates,) the row in the model's `frames` that each comes from.
        sizes: (templates,) how large each is, relative to the example; distances are divided by it.
    """

    templates: Templates
    gestures: I64
    examples: I64
    sizes: F64


def matching(model: GestureModel, options: GestureOptions) -> Matching:
    """The templates of a model, ready to match."""
    sizes = np.array(SIZES if options.scale else (1.0,))
    frames = model.normalisation.apply(model.frames.astype(np.float64))
    copies = []
    for template, length in zip(frames, model.lengths, strict=True):
        fixed = anchor(template[:length]) if options.offset else template[:length].mean(axis=0)
        copies.append(fixed + sizes[:, None, None] * (template - fixed))
    n = len(sizes)
    every = np.concatenate(copies) if copies else frames
    examples = np.repeat(np.arange(len(frames)), n)
    return Matching(
        Templates(every, model.lengths[examples], model.strides[examples]),
        model.gestures[examples],
        examples,
        np.tile(sizes, len(frames)),
    )


def gesture_arrays(model: GestureModel) -> Arrays:
    """A model as plain arrays, to save in `Model.arrays`."""
    return {
        "frames": model.frames,
        "lengths": model.lengths,
        "strides": model.strides,
        "gestures": model.gestures,
        "thresholds": model.thresholds,
        "centre": model.normalisation.centre,
        "scale": model.normalisation.scale,
        "period": np.array(model.normalisation.period),
    }


def read_gestures(saved: Model) -> GestureModel:
    """A model from its arrays; its header says how many inputs (`inputs`) and gestures (`classes`) there are.

    Raises:
        Problem: an array is missing, of another type or shape, or out of range.
    """
    reader = Reader(saved)
    count = saved.header.classes
    if not 1 <= count <= MOST_GESTURES:
        raise reader.problem(f"it must have 1 to {MOST_GESTURES} gestures, got {count}")
    lengths = reader.indexes("lengths", None, least=1, most=MOST_FRAMES)
    if len(lengths) > MOST_TEMPLATES:
        raise reader.problem(f"it has {len(lengths)} templates, more than {MOST_TEMPLATES}")
    longest = int(lengths.max(initial=1))
    frames = reader.singles("frames", len(lengths), longest, reader.inputs, most=LARGEST_INPUT)
    strides = _strides(reader, len(lengths))
    gestures = reader.indexes("gestures", len(lengths), least=1, most=count)
    if np.any(np.diff(gestures) < 0):
        raise reader.problem("array “gestures” must rise")
    thresholds = reader.numbers("thresholds", count)
    known = np.isin(np.arange(1, count + 1), gestures)
    if np.any(thresholds < 0) or np.any((thresholds > 0) != known):
        raise reader.problem("array “thresholds” must be above 0 for gestures with examples and 0 for others")
    scaling = Normalisation(
        reader.numbers("centre", reader.inputs), reader.scales("scale"), reader.number("period", 1e-6, 1e6)
    )
    return GestureModel(frames, lengths, strides, gestures, thresholds, scaling)


def _strides(reader: Reader, templates: int) -> F64:
    """Of each template; 1 in a model that was trained before there were any."""
    if not reader.has("strides"):
        return np.ones(templates)
    strides = reader.numbers("strides", templates, most=MOST_STRIDE)
    if np.any(strides < 1):
        raise reader.problem("array “strides” must be 1 or more")
    return strides
