"""Says what a model has learned."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

import numpy as np
import numpy.typing as npt

from wekipy.learning.explaining.formulas import linear_formula, logistic_formulas, polynomial_formula
from wekipy.learning.explaining.importance import shuffled_errors
from wekipy.learning.explaining.likeness import usual_spreads
from wekipy.learning.explaining.numbers import number
from wekipy.learning.explaining.result import Explanation, Form, Weight
from wekipy.learning.explaining.rules import tree_rules
from wekipy.learning.model import Model, TrainingJob
from wekipy.learning.predictors.arrays import Reader
from wekipy.project.schema import ClassificationOutput, Output

F64 = npt.NDArray[np.float64]
_FORMS: Final[dict[str, Form]] = {
    "tree": "rules",
    "linear": "formula",
    "polynomial": "formula",
    "logistic": "formula",
    "constant": "constant",
}


def explain(job: TrainingJob, names: Sequence[str]) -> Explanation:
    """What a model has learned.

    Args:
        job: examples with the features of the model, which its comparison brings; there may be none.
        names: of these features.
    """
    assert job.comparison is not None  # noqa: S101  it brings the model
    model, output = job.comparison.present, job.comparison.output
    form = _FORMS.get(model.header.predictor, "weights")
    weights = _weights(model, job, names) if len(job.y) else ()
    return Explanation(
        number=job.number,
        name=job.name,
        algorithm=model.header.chosen or model.header.algorithm,
        form=form,
        lines=tuple(_lines(model, job, names, output)),
        weights=weights,
        note=_note(form, job),
    )


def _lines(model: Model, job: TrainingJob, names: Sequence[str], output: Output) -> list[str]:
    class_name = partial(class_in_words, output)
    predictor = model.header.predictor
    if predictor == "tree":
        return tree_rules(model, names, class_name)
    if predictor == "polynomial":
        return polynomial_formula(model, names, output.name)
    if predictor == "constant":
        return [_constant(model, output)]
    spreads = usual_spreads(job.X) if len(job.y) else np.ones(len(names))
    if predictor == "linear":
        return linear_formula(model, names, output.name, spreads)
    if predictor == "logistic":
        return logistic_formulas(model, names, class_name, spreads)
    return []


def class_in_words(output: Output, label: int) -> str:
    """A class by its name, or else its number."""
    names = output.class_names if isinstance(output, ClassificationOutput) else ()
    return (names[label - 1] if label <= len(names) else "") or f"class {label}"


def _constant(model: Model, output: Output) -> str:
    reader = Reader(model)
    if model.header.kind == "continuous":
        return f"{output.name} is always {number(reader.number('offset'))}: no input ever changed"
    labels = reader.labels()
    best = int(reader.numbers("shares", len(labels)).argmax())
    return f"it is always {class_in_words(output, int(labels[best]))}: no input ever changed"


def _weights(model: Model, job: TrainingJob, names: Sequence[str]) -> tuple[Weight, ...]:
    found = shuffled_errors(model, job)
    return tuple(Weight(names[n], float(found[n])) for n in np.argsort(-found, kind="stable"))


def _note(form: Form, job: TrainingJob) -> str:
    nothing = "" if form != "weights" else "This algorithm has no rules or formula that can be read. "
    if not len(job.y):
        return f"{nothing}Without examples, how much each feature counts cannot be measured."
    much = "more often it is wrong" if job.kind == "classification" else "larger its error is"
    return (
        f"{nothing}A weight says how much {much} on its examples where this feature is shuffled among them;"
        " features that move together share it."
    )
