"""Commands that bring projects and examples in and out: import, export."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import cast, get_args

import click

from wekipy.cli.exit_codes import Misused, NotAll
from wekipy.cli.open_project import OpenProject
from wekipy.cli.options import JSON, OUTPUTS, PROJECT, WITH_WHAT_IS_THERE
from wekipy.cli.say import say, say_json
from wekipy.exchange.exporting.sketch.score import Score, make_score
from wekipy.exchange.exporting.tables.examples import gather
from wekipy.exchange.exporting.write import SKETCHES, TABLES, write_model, write_sketch, write_table
from wekipy.exchange.importing.arrived import make_project
from wekipy.exchange.importing.read import RATE, read_project
from wekipy.exchange.importing.report import Report
from wekipy.exchange.importing.tables.choice import Choice
from wekipy.learning.model import TrainingJob
from wekipy.project import editing
from wekipy.project.counting import many
from wekipy.project.missing import check_nothing_missing
from wekipy.project.problem import Problem
from wekipy.project.schema import Kind
from wekipy.storage.folder import SUFFIX, Opened, named_place, open_folder
from wekipy.storage.project_file import PROJECT_NAME

_KIND_WORDS = {"class": "classification"}


@click.command("import")
@click.argument("source", type=click.Path(path_type=Path))
@click.argument("project", type=click.Path(path_type=Path))
@click.option("--inputs", default="", metavar="A,B,…", help="Columns of a table that are inputs.")
@click.option("--outputs", default="", metavar="X,Y,…", help="Columns of a table that are outputs.")
@click.option("--take", default="", metavar="COLUMN", help="The column that tells the takes apart.")
@click.option("--time", default="", metavar="COLUMN", help="The column of times.")
@click.option(
    "--kind", "kinds", multiple=True, metavar="OUTPUT=KIND",
    help="continuous, class or gesture, where the guess is wrong; again for more.",
)  # fmt: skip
@click.option("--rate", type=click.FloatRange(0.1, 100_000), default=RATE, show_default=True,
              help="Examples per second, where the source keeps no times.")  # fmt: skip
@JSON
def import_(
    source: Path,
    project: Path,
    inputs: str,
    outputs: str,
    take: str,
    time: str,
    kinds: tuple[str, ...],
    rate: float,
    as_json: bool,
) -> None:
    """Make a project from a Wekinator project or a table (ARFF, CSV, .npz), or add a table to a project.

    PROJECT is a new folder NAME.wekipy, or a project that is there: then the examples of SOURCE become takes
    of it.
    """
    choice = Choice(_names(inputs), _names(outputs), take, time, dict(map(_kind, kinds)))
    if (project / PROJECT_NAME).exists():
        _print_report(_add(source, project, choice, rate), project, as_json)
        return
    project = named_place(project)
    arrived = read_project(source, choice, rate)
    make_project(project, arrived)
    _print_report(arrived.report, project, as_json)


def _add(source: Path, project: Path, choice: Choice, rate: float) -> Report:
    """Add examples to a project; an engine that has it open does it itself, live."""
    from wekipy.cli.takes import Takes  # noqa: PLC0415  not for a new project

    options = {
        "inputs": choice.inputs,
        "outputs": choice.outputs,
        "take": choice.take,
        "time": choice.time,
        "rate": rate,
    }
    found = Takes(project).import_examples(source, options)
    numbers = found["takes"]
    span = f"take {numbers[0]}" if len(numbers) == 1 else f"takes {numbers[0]} to {numbers[-1]}"
    taken = [*found["taken"], f"they are {span} of {project.name} now"]
    left = [
        *found["left"],
        *(["--kind: the outputs of the project have their kinds"] if choice.kinds else []),
    ]
    return Report(source.name, taken, left)


def _print_report(report: Report, project: Path, as_json: bool) -> None:
    if as_json:
        say_json({"project": str(project), **asdict(report)})
        return
    for line in report.lines():
        say(line)
    say(f"go on with: wekipy train {project}, wekipy serve {project} --run")


FORMATS = (*TABLES, "skops", "joblib", "onnx", *SKETCHES)


@dataclass
class _Exported:
    """What an export has written so far: said line by line, or at the end as JSON."""

    as_json: bool
    files: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def wrote(self, path: Path, about: str = "") -> None:
        self.files.append(str(path))
        if not self.as_json:
            say(f"wrote {path}{f': {about}' if about else ''}")

    def note(self, text: str) -> None:
        self.notes.append(text)
        if not self.as_json:
            say(f"note: {text}")

    def end(self) -> None:
        """Print the JSON; raise a Problem if outputs could not be written, `NotAll` if others were."""
        if self.as_json:
            say_json({"files": self.files, "notes": self.notes, "left": self.left})
        text = "; ".join(self.left)
        if self.left and self.files:
            raise NotAll(f"{text} ({many(len(self.files), 'file')} written)")
        if self.left:
            raise Problem(text)


@click.command()
@PROJECT
@click.option("--format", "form", type=click.Choice(FORMATS), required=True)
@OUTPUTS
@click.option(
    "-o", "to", type=click.Path(path_type=Path), help="The file to write, or the folder for several."
)
@WITH_WHAT_IS_THERE
@JSON
def export(
    project: Path,
    form: str,
    outputs: tuple[int, ...],
    to: Path | None,
    with_what_is_there: bool,
    as_json: bool,
) -> None:
    """Write a project's examples or models for other programs.

    csv, arff and npz hold the examples; skops, joblib and onnx hold a model for each output, learned anew
    from the examples; cpp and js are the trained models as source code that needs nothing else.
    """
    OpenProject(project).have_saved()
    opened = open_folder(project)
    if form not in SKETCHES and not with_what_is_there:
        check_nothing_missing(opened.project)
    chosen = list(dict.fromkeys(outputs)) or list(range(1, len(opened.project.outputs) + 1))
    name = project.resolve().name.removesuffix(SUFFIX)
    done = _Exported(as_json)
    if form in TABLES:
        _write_table(opened, chosen, form, to, name, done)
    elif form in SKETCHES:
        path = _place(to, f"{name}{SKETCHES[form]}")
        score = make_score(opened.project, opened.models, chosen, name)
        write_sketch(path, form, score)
        done.wrote(path, f"{many(len(score.inputs), 'input')}, {many(len(score.outputs), 'output')}")
        _note_untrained(score, done)
    else:
        from wekipy.server.offline import jobs_for  # noqa: PLC0415  brings the workers with it

        _write_models(list(jobs_for(opened, chosen)), form, name, to, done)
    done.end()


def _write_table(
    opened: Opened, chosen: list[int], form: str, to: Path | None, name: str, done: _Exported
) -> None:
    outputs = [editing.output_at(opened.project, number) for number in chosen]
    path = _place(to, f"{name}.{form}")
    if to is None and path.exists():  # the table, perhaps, that the project was made of
        raise Problem(f"{path} is there already: -o FILE writes elsewhere, or over it")
    write_table(path, form, gather(opened.project, opened.data, outputs))
    done.wrote(path)


def _write_models(
    jobs: list[TrainingJob | Problem], form: str, name: str, to: Path | None, done: _Exported
) -> None:
    """A model for each output; one that cannot be written keeps no other from it."""
    done.left += [str(job) for job in jobs if isinstance(job, Problem)]
    ready = [job for job in jobs if isinstance(job, TrainingJob)]
    for path, job in _model_files(ready, len(jobs) > 1, form, name, to):
        try:
            write_model(path, form, job)
        except Problem as e:
            done.left.append(str(e))
        else:
            done.wrote(path, f"{job.algorithm} for {job.name}")


def _note_untrained(score: Score, done: _Exported) -> None:
    answered = {part.slot + n for part in score.parts for n in range(part.width)}
    for slot, output in enumerate(score.outputs):
        if slot not in answered:
            why = "is left out" if slot in score.left else "is not trained, or off"
            done.note(f"{output} {why}: it always says {score.defaults[slot]:g}")
    done.left += score.left.values()


def _place(to: Path | None, usual: str) -> Path:
    """The file that is meant: in a folder it has its usual name."""
    if to is None:
        return Path(usual)
    return to / usual if to.is_dir() else to


def _model_files(
    jobs: list[TrainingJob], several: bool, form: str, name: str, to: Path | None
) -> Iterator[tuple[Path, TrainingJob]]:
    """A file for each output: what is named, if only one is asked for; or in a folder."""
    if not jobs:
        return
    if not several and to is not None and not to.is_dir():
        yield to, jobs[0]
        return
    folder = to or Path(f"{name}-{form}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as e:
        raise Problem(f"cannot make the folder {folder}: {e.strerror}; choose another place with -o") from e
    for job in jobs:
        yield folder / f"output-{job.number}.{form}", job


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _kind(text: str) -> tuple[str, Kind]:
    name, _, word = text.rpartition("=")
    kind = _KIND_WORDS.get(word, word)
    if not name or kind not in get_args(Kind):
        raise Misused(f"a kind is written OUTPUT=continuous, OUTPUT=class or OUTPUT=gesture, got “{text}”")
    return name, cast(Kind, kind)
