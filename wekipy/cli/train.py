"""`wekipy train`: trains a project's models, by the engine that has it open if there is one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wekipy.cli.exit_codes import NotAll
from wekipy.cli.open_project import OpenProject
from wekipy.cli.options import JSON, OUTPUTS, PROJECT, WITH_WHAT_IS_THERE
from wekipy.cli.say import say, say_json
from wekipy.cli.training_beside import BESIDE, MARGIN_OPTION, SWITCH_OFF, TAKES, terms_of, train_beside
from wekipy.cli.training_progress import Following
from wekipy.cli.workers import early_workers
from wekipy.learning.verdict import Terms
from wekipy.learning.words import listed
from wekipy.project.counting import many
from wekipy.project.missing import check_nothing_missing
from wekipy.project.problem import Problem

if TYPE_CHECKING:
    from wekipy.learning.model import Model

_MOST_ADVICE = 8  # lines about takes, for each output


@dataclass(frozen=True)
class Trained:
    """What became of an output.

    Attributes:
        failure: why it has no new model; "" if it has.
        training_error: None for gestures, and where there is no new model.
        advice: sentences about takes, by number.
    """

    number: int
    name: str
    failure: str = ""
    algorithm: str = ""
    examples: int = 0
    seconds: float = 0.0
    training_error: float | None = None
    note: str = ""
    advice: dict[str, str] = field(default_factory=dict)


@click.command()
@PROJECT
@OUTPUTS
@WITH_WHAT_IS_THERE
@BESIDE
@MARGIN_OPTION
@TAKES
@SWITCH_OFF
@JSON
def train(
    project: Path,
    outputs: tuple[int, ...],
    with_what_is_there: bool,
    beside: bool,
    margin: float | None,
    takes: str | None,
    switch_off: bool,
    as_json: bool,
) -> None:
    """Train a project's models and save them in it.

    An engine that has the project open trains them itself, and goes on answering meanwhile.
    """
    terms = terms_of(beside, margin, takes, switch_off)
    if terms is not None:
        _beside(project, outputs, terms, with_what_is_there, as_json)
        return
    found = OpenProject(project)
    with Following(shown=not as_json) as following:
        trained = list(
            _by_engine(found, outputs, with_what_is_there, following)
            if found.control
            else _here(project, outputs, with_what_is_there, following)
        )
    if as_json:
        told = {"project": str(project), "outlook": following.text}
        say_json({**told, "outputs": [asdict(one) for one in trained]})
    else:
        say(*(line for one in trained for line in _lines(one, project)))
    _check_all([one.name for one in trained if one.failure], len(trained))


def _beside(
    project: Path, outputs: Sequence[int], terms: Terms, with_what_is_there: bool, as_json: bool
) -> None:
    done, off = train_beside(project, outputs, terms, with_what_is_there, shown=not as_json)
    if as_json:
        say_json(
            {"project": str(project), "outputs": [asdict(one) for one in done], "switched_off": list(off)}
        )
    else:
        say(*(f"{one.name}: {one.sentence}" for one in done))
        if off:
            say(f"switched off: {listed(off, 'take')}; undo brings it back")
    _check_all([one.name for one in done if one.failure], len(done))


def _by_engine(
    found: OpenProject, outputs: Sequence[int], with_what_is_there: bool, following: Following
) -> Iterator[Trained]:
    """Have the engine train; what became of each output."""
    from wekipy.client import Client  # noqa: PLC0415  where there is no engine, workers start sooner
    from wekipy.storage.folder import open_folder  # noqa: PLC0415

    if not with_what_is_there:
        found.have_saved()
        check_nothing_missing(open_folder(found.path).project)
    assert found.control is not None  # noqa: S101  the caller has looked
    with Client(*found.control) as client:
        failure = ""
        try:
            client.train(*outputs, progress=lambda now: following.show(now.text, now.share, now.left))
        except Problem as e:
            failure = str(e)
        asked = [o for o in client.state()["outputs"] if (o["number"] in outputs if outputs else o["train"])]
    if failure and not any(output["model"]["failure"] for output in asked):
        raise Problem(failure)
    yield from map(_of_state, asked)


def _of_state(output: dict[str, Any]) -> Trained:
    model, who = output["model"], (output["number"], output["name"])
    if model["failure"] or "algorithm" not in model:
        return Trained(*who, model["failure"] or "it has no model yet")
    error = None if output["kind"] == "gesture" else model["training_error"]
    return Trained(
        *who,
        algorithm=model["algorithm"],
        examples=model["examples"],
        seconds=model["seconds"],
        training_error=error,
        note=model["note"],
        advice=model["advice"],
    )


def _here(
    project: Path, outputs: Sequence[int], with_what_is_there: bool, following: Following
) -> Iterator[Trained]:
    """Train in this process's workers; what became of each output."""
    done: list[Trained] = []
    with early_workers() as pool:
        from wekipy.server.offline import train_folder  # noqa: PLC0415  meanwhile a worker starts

        train_folder(
            project,
            outputs,
            lambda number, name, result: done.append(_of_model(number, name, result)),
            with_what_is_there,
            pool,
            following.training,
        )
    yield from sorted(done, key=lambda one: one.number)


def _of_model(number: int, name: str, result: Model | str) -> Trained:
    if isinstance(result, str):
        return Trained(number, name, result)
    header = result.header
    error = None if header.kind == "gesture" else header.training_error
    advice = {str(take): text for take, text in header.advice.items()}
    return Trained(
        number, name, "", header.algorithm, header.examples, header.seconds, error, header.note, advice
    )


def _lines(one: Trained, project: Path) -> Iterator[str]:
    if one.failure:
        yield f"{one.name}: {one.failure}"
        return
    error = "" if one.training_error is None else f", training error {one.training_error:.3g}"
    yield f"{one.name}: {one.algorithm}, {many(one.examples, 'example')}, {one.seconds:.2f} s{error}"
    advice = list(one.advice.values())
    yield from (f"    {text}" for text in (one.note, *advice[:_MOST_ADVICE]) if text)
    if len(advice) > _MOST_ADVICE:
        yield f"    … {many(len(advice) - _MOST_ADVICE, 'more take')} to look at: wekipy info {project}"


def _check_all(failed: Sequence[str], asked: int) -> None:
    """Raise a Problem if outputs have no new model, by name; `NotAll` if others have one."""
    if failed and len(failed) == asked:
        raise Problem("nothing was trained; the models are as they were")
    if failed:
        raise NotAll(f"not trained: {', '.join(failed)}; the others were")
