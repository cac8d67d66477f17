"""The chain of stages after the model of an output."""

from __future__ import annotations

from collections.abc import Iterable

from wekipy.project.problem import Problem
from wekipy.project.schema import (
    ClassificationOutput,
    ContinuousOutput,
    Output,
    StageChoice,
    ValueOutput,
    kind_of,
)
from wekipy.stages.stage import Chain, Signal, Stage
from wekipy.stages.table import resolve_stage, stage_for


def signal_of(output: ContinuousOutput | ClassificationOutput) -> Signal:
    """Return what the first stage of an output is given."""
    if isinstance(output, ClassificationOutput):
        return Signal((output.name,), (0.0,), (float(output.classes),), output.classes)
    return Signal((output.name,), (output.minimum,), (output.maximum,))


def make_stage(choice: StageChoice, output: ContinuousOutput | ClassificationOutput) -> Stage:
    """Build a stage of an output.

    Raises:
        Problem: if there is no such stage, or its options are wrong.
    """
    kind = kind_of(output)
    return stage_for(choice.name, kind).make(signal_of(output), resolve_stage(choice, kind), {})


def check_stages(output: Output, stages: Iterable[StageChoice]) -> None:
    """Check that all these stages can be built for an output.

    Raises:
        Problem: naming the first that cannot.
    """
    for choice in stages:
        if isinstance(output, ValueOutput):
            make_stage(choice, output)
        else:
            stage_for(choice.name, kind_of(output))


def delay_of(output: Output) -> float:
    """Return by how many seconds the stages of an output delay it."""
    return output_chain(output)[0].latency if isinstance(output, ValueOutput) else 0.0


def output_chain(output: ContinuousOutput | ClassificationOutput) -> tuple[Chain, list[str]]:
    """Build the chain of an output; returns it, and a sentence for each stage that had to be left out."""
    made, problems = [], []
    for choice in output.after:
        try:
            made.append(make_stage(choice, output))
        except Problem as e:
            problems.append(f"a stage of output “{output.name}” is left out: {e}")
    return Chain((output.name,), made), problems
