"""Saves models to files outside the project, and loads them."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np

from wekipy.engine.view import View
from wekipy.learning.model import Model
from wekipy.learning.validation import check_model
from wekipy.project.counting import many
from wekipy.project.editing import output_at
from wekipy.project.examples import Dataset, TakeData, as_take, dataset
from wekipy.project.problem import Problem
from wekipy.project.schema import GestureOutput, Output, kind_of
from wekipy.stages.features import reads, width_of
from wekipy.storage.model_file import load_model_with_examples, save_model


def check_has_model(view: View, number: int) -> None:
    """Raise a Problem if an output (from 1) has no model to save."""
    if output_at(view.project, number).uid not in view.models:
        raise Problem(f"output {number} has no model yet: train it first")


def save_present_model(view: View, number: int, place: Path) -> None:
    """Write the model of an output (from 1) with its examples to a file.

    Raises:
        Problem: if it has none.
        OSError: if the file cannot be written.
    """
    check_has_model(view, number)
    output = output_at(view.project, number)
    model = view.models[output.uid]
    # Its examples are features of a plan; only the raw rows could be examples of another project.
    examples = None if model.header.plan is not None else dataset(view.project, view.data, output)
    save_model(place, model, examples)


def read_model_for(view: View, number: int, file: Path, with_data: bool) -> tuple[Model, list[TakeData]]:
    """Read and validate a model for an output (from 1); on request, with its examples as takes.

    Raises:
        Problem: if the file is not a model that can answer for this output.
    """
    output, inputs = output_at(view.project, number), len(view.project.inputs)
    saved, examples = load_model_with_examples(file)
    # The takes it learned from may be those of another project, and so may what it was compared with.
    header = msgspec.structs.replace(saved.header, output=output.uid, learned=None, verdict=None)
    model = replace(saved, header=header)
    check_model(model)
    if header.kind != kind_of(output):
        raise Problem(
            f"{file.name} is a {header.kind} model, but output {number} is a {kind_of(output)} output"
        )
    needed = header.inputs[-1] + 1 if header.plan is None else reads(header.plan)
    if needed > inputs:
        raise Problem(f"{file.name} needs {many(needed, 'input')}, the project has {inputs:,}")
    if header.plan is not None and header.inputs[-1] >= width_of(header.plan):
        raise Problem(f"{file.name} was made with stages that this wekipy does not have: update wekipy")
    if not with_data:
        return model, []
    if examples is None:
        raise Problem(f"{file.name} holds no examples; load it without them")
    return model, _as_takes(inputs, output, header.inputs, examples, file.name)


def _as_takes(
    all_inputs: int, output: Output, inputs: tuple[int, ...], examples: Dataset, name: str
) -> list[TakeData]:
    """Turn examples of an output into one take; of gestures into one take each, with times."""
    if not isinstance(output, GestureOutput):
        return [as_take(all_inputs, output.uid, inputs, examples.X, time.time(), examples.y, name)]
    parts = [examples.where(examples.takes == number) for number in np.unique(examples.takes)]
    return [as_take(all_inputs, output.uid, inputs, part.X, part.times, part.y, name) for part in parts]
