"""The type of an algorithm: a row of the table that names its code, which is loaded on demand."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from wekipy.project.option import BOTH, Option
from wekipy.project.schema import Kind


@dataclass(frozen=True)
class PredictorRow:
    """A predictor: code that answers from the arrays of trained models, one vector at a time.

    Attributes:
        name: as saved in `ModelHeader.predictor`.
        kinds: the output kinds that it supports.
        compiler: "module:function", a `wekipy.learning.predictors.base.Compiler`. The engine imports the
            module, so it must not import scikit-learn.
    """

    name: str
    kinds: tuple[Kind, ...]
    compiler: str


@dataclass(frozen=True)
class Growth:
    """How the time grows: base + seconds * (examples / 10,000)^power * (inputs / 20)^wide.

    Measured with one core of an AMD EPYC: `python benchmarks/training.py --table`.

    Attributes:
        base: seconds of a processor that each training takes.
        seconds: of a processor, for 10,000 examples of 20 inputs; 0 if others learn in its place.
        power: of the number of examples.
        wide: of the number of inputs.
        classes: the same of the number of classes, where five are usual; 0 where it makes no difference.
        option: of which the seconds are a multiple, such as the number of trees; "" for none.
        kinds: of the outputs it is for.
    """

    base: float
    seconds: float
    power: float = 1.0
    wide: float = 1.0
    classes: float = 0.0
    option: str = ""
    kinds: tuple[Kind, ...] = BOTH


@dataclass(frozen=True)
class Algorithm:
    """A learning algorithm.

    Attributes:
        name: as typed and saved: "random-forest".
        title: as shown: "Random forest".
        sentence: what it does, without statistical terms.
        fitter: "module:function", a `wekipy.learning.fitting.base.Fitter`. Workers import the module, which
            may import scikit-learn; "" for gestures, which `wekipy.learning.gestures` learns.
        predictors: those that answer with its models.
        least: how many examples it needs of a continuous output (every classification needs two classes).
        memory: whether its answers depend on what came before; its examples then stay in their order, with
            their times.
        growth: how long a training takes, one for each kind; none where nobody has measured it.
    """

    name: str
    title: str
    sentence: str
    kinds: tuple[Kind, ...]
    options: tuple[Option, ...] = ()
    fitter: str = ""
    predictors: tuple[PredictorRow, ...] = ()
    least: int = 2
    memory: bool = False
    growth: tuple[Growth, ...] = ()

    def options_for(self, kind: Kind) -> dict[str, Option]:
        """Return its options by name for one kind of output."""
        return {option.name: option for option in self.options if kind in option.kinds}

    def growth_for(self, kind: Kind) -> Growth | None:
        """Return how long a training for one kind of output takes; None if nobody has measured it."""
        return next((growth for growth in self.growth if kind in growth.kinds), None)


def load(reference: str) -> Any:
    """Import the module of "module:name" and return the object."""
    module, _, name = reference.partition(":")
    return getattr(import_module(module), name)
