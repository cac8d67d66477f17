"""Commands about how outputs learn: set, algorithms."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from wekipy.learning.algorithms import ALGORITHMS, Algorithm
from wekipy.project.problem import Problem
from wekipy.project.schema import Kind, OptionValue
from wekipy.server.offline import edit_output


@click.command("set")
@click.argument("project", type=click.Path(path_type=Path))
@click.argument("what", type=click.Choice(["output"]))
@click.argument("number", type=int)
@click.option("--algorithm", help="What learns it; see `wekipy algorithms`.")
@click.option(
    "--option", "options", multiple=True, metavar="NAME=VALUE", help="Of the algorithm, again for more."
)
@click.option(
    "--setting", "settings", multiple=True, metavar="NAME=VALUE", help="Of the output, e.g. maximum=127."
)
def set_(
    project: Path,
    what: str,
    number: int,
    algorithm: str | None,
    options: tuple[str, ...],
    settings: tuple[str, ...],
) -> None:
    """Change an output of a project: wekipy set MY.wekipy output 2 --algorithm svm --option kernel=rbf"""
    if not (algorithm or options or settings):
        raise Problem("nothing to set: give --algorithm, --option or --setting")
    output = edit_output(project, number, algorithm, options, dict(_setting(text) for text in settings))
    told = " ".join(f"{name}={value}" for name, value in output.algorithm.options.items())
    click.echo(f"{what} {number} “{output.name}”: {output.algorithm.name} {told}".rstrip())


def _setting(text: str) -> tuple[str, OptionValue]:
    name, equals, value = text.partition("=")
    if not equals:
        raise Problem(f"a setting is written name=value, got “{text}”")
    try:
        return name, msgspec.json.decode(value, type=OptionValue)
    except msgspec.DecodeError:
        return name, value  # a word, such as hard


@click.command()
@click.argument("name", required=False)
def algorithms(name: str | None) -> None:
    """What can learn an output, and with which options."""
    if name is not None and name not in ALGORITHMS:
        raise Problem(f"no algorithm is called “{name}”; there are: {', '.join(ALGORITHMS)}")
    for algorithm in ALGORITHMS.values():
        if name in (None, algorithm.name):
            _show(algorithm, options=name is not None)
    if name is None:
        click.echo("\nwekipy algorithms NAME shows the options of one.")


def _show(algorithm: Algorithm, options: bool) -> None:
    click.echo(f"{algorithm.name} ({' and '.join(algorithm.kinds)} outputs)\n    {algorithm.sentence}")
    if not options:
        return
    for kind in algorithm.kinds:
        for option in algorithm.options_for(kind).values():
            told = _kind_note(algorithm, option.name, kind)
            if told is not None:
                click.echo(
                    f"    {option.name}{told} = {option.default}  ({option.allowed})\n"
                    f"        {option.sentence}"
                )


def _kind_note(algorithm: Algorithm, option: str, kind: Kind) -> str | None:
    """ " for classification outputs" where an option differs by kind; None if it was shown already."""
    mine = algorithm.options_for(kind)[option]
    others = [algorithm.options_for(k).get(option) for k in algorithm.kinds if k != kind]
    if mine not in others:
        return f" for {kind} outputs" if len(algorithm.kinds) > 1 else ""
    return "" if kind == algorithm.kinds[0] else None
