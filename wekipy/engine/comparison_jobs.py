"""Makes of a training's jobs comparisons with the present models, and jobs to score kept models."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

import msgspec

from wekipy.engine.flat_view import key_of
from wekipy.engine.training_jobs import jobs_of, training_job
from wekipy.engine.view import View
from wekipy.learning.comparing.parts import takes_of, thinned
from wekipy.learning.model import Comparison, Model, TrainingJob
from wekipy.learning.verdict import Terms
from wekipy.project.editing import output_at
from wekipy.project.lessons import Lesson, lesson_of, lessons_of, with_lessons
from wekipy.project.problem import Problem
from wekipy.project.schema import (
    AlgorithmChoice,
    ClassificationOutput,
    GestureOutput,
    Output,
    Project,
    kind_of,
)
from wekipy.project.take_edits import take_at

_REJECTS = "novelty.confidence"  # an array of models that were trained to answer nothing


def comparing_jobs(view: View, failures: dict[str, str], again: bool = False) -> Iterator[TrainingJob]:
    """Yield the jobs of a training as `jobs_of`, each with a comparison if the training asks for it."""
    assert view.training is not None  # noqa: S101
    terms = view.training.terms
    for job in jobs_of(view, failures, again):
        if terms is None:
            yield job
            continue
        try:
            yield compared(view, job, terms)
        except Problem as e:
            failures[job.output] = f"output {job.number}: {e}"


def compared(view: View, job: TrainingJob, terms: Terms) -> TrainingJob:
    """Return a job with what its model is compared with; the job itself if no model answers now."""
    output, present = output_at(view.project, job.number), view.models.get(job.output)
    its = None if present is None else _view_of(view, present)
    if present is None or its is None or not _can_answer(its.project, output, present):
        return job
    named = {n: lesson_of(take_at(view.project, n), output) for n in terms.takes}
    same = present.header.inputs == job.inputs and its is view
    comparison = Comparison(
        terms,
        output,
        present,
        before=_before(its, job.number, output, present),
        named=_examples(view, job.number, output, named) if named else None,
        seen=None if same else _seen(its, job.number, output, present, named),
    )
    return replace(job, comparison=comparison)


def _view_of(view: View, model: Model) -> View | None:
    """The view whose inputs are the features that a model reads; None if there is none."""
    key = key_of(model.header.plan)
    return view if key == key_of(view.plan) else view.others.get(key)


def _can_answer(project: Project, output: Output, model: Model) -> bool:
    header = model.header
    return header.kind == kind_of(output) and header.inputs[-1] < len(project.inputs)


def _before(view: View, number: int, output: Output, present: Model) -> TrainingJob | None:
    """What trains the present model again; None if not all is known, or not all of it is there any more."""
    learned = present.header.learned
    if learned is None:
        return None
    try:
        job = _job(view, number, _as_trained(output, present), learned)
    except Problem:  # an option that its algorithm does not have any more
        return None
    return thinned(job) if takes_of(job) == learned.keys() else None


def _as_trained(output: Output, model: Model) -> Output:
    """The output with the settings that a model was trained with."""
    header = model.header
    if isinstance(output, GestureOutput):
        return msgspec.structs.replace(output, inputs=header.inputs, **header.options)
    options = {} if header.chosen else header.options
    choice = AlgorithmChoice(header.chosen or header.algorithm, options)
    changes = {"inputs": header.inputs, "algorithm": choice}
    if isinstance(output, ClassificationOutput):
        changes |= {"classes": header.classes, "nothing": _REJECTS in model.arrays}
    return msgspec.structs.replace(output, **changes)


def _seen(
    view: View, number: int, output: Output, present: Model, named: Mapping[int, Lesson]
) -> TrainingJob:
    """All examples, with the inputs of the present model."""
    its = msgspec.structs.replace(output, inputs=present.header.inputs)
    lessons = {**lessons_of(view.project, its), **named}
    return thinned(_job(view, number, its, lessons))


def _examples(view: View, number: int, output: Output, lessons: Mapping[int, Lesson]) -> TrainingJob | None:
    """The examples of some takes; None if they have none for this output."""
    job = thinned(_job(view, number, output, lessons))
    return job if takes_of(job) else None


def _job(view: View, number: int, output: Output, lessons: Mapping[int, Lesson]) -> TrainingJob:
    """The job to train an output from some takes as they are, or were then."""
    project = with_lessons(view.project, output, lessons)
    return training_job(replace(view, project=project), number, output)


def kept_model(view: View, number: int, model: int) -> Model:
    """A kept model (from 1) of an output (from 1).

    Raises:
        Problem: if there is no such output, or no such model of it.
    """
    shelf = view.shelves.get(output_at(view.project, number).uid)
    kept: Sequence[Model] = shelf.models if shelf else ()
    if not 1 <= model <= len(kept):
        have = f"models 1 to {len(kept)} are kept" if kept else "none is kept; train it first"
        raise Problem(f"output {number} has no model {model}: {have}")
    return kept[model - 1]


def score_job(view: View, number: int, model: int, takes: Collection[int]) -> TrainingJob:
    """Make the job to score a kept model of an output.

    Args:
        number: of the output, from 1.
        model: its number among those kept, from 1.
        takes: their numbers; none is all that the output learns from.

    Raises:
        Problem: if there is no such output, model or take.
    """
    called = f"model {model} of output {number}"
    job = job_of_model(view, number, kept_model(view, number, model), called, takes)
    if not takes_of(job):
        raise Problem(f"these takes have no examples of output {number}: name takes that show it")
    return job


def job_of_model(
    view: View, number: int, model: Model, called: str, takes: Collection[int] = ()
) -> TrainingJob:
    """Make a job with the examples of some takes, for a model that they are asked about.

    Args:
        view: the one with the features of the model.
        number: of the output, from 1.
        takes: their numbers; none is all that the output learns from.
    """
    view, its = features_of_model(view, number, model, called)
    lessons = {n: lesson_of(take_at(view.project, n), its) for n in takes} or lessons_of(view.project, its)
    names = tuple(view.project.inputs[n].name for n in model.header.inputs)
    job = _job(view, number, its, lessons)
    output = output_at(view.project, number)
    return replace(job, comparison=Comparison(Terms(), output, model), names=names)


def features_of_model(view: View, number: int, model: Model, called: str) -> tuple[View, Output]:
    """The view whose inputs are the features of a model, and its output with those that the model reads.

    Raises:
        Problem: if the model is for others.
    """
    view = _view_of(view, model) or view
    output = output_at(view.project, number)
    if key_of(view.plan) != key_of(model.header.plan) or not _can_answer(view.project, output, model):
        raise Problem(f"{called} was made for other inputs or another kind of output")
    return view, msgspec.structs.replace(output, inputs=model.header.inputs)
