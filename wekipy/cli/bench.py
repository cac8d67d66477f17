"""`wekipy bench`: how fast this machine is, and with `--learning` how fast and how well it learns."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from wekipy.cli.say import say, say_json
from wekipy.learning.algorithms import ALGORITHMS
from wekipy.project.counting import many
from wekipy.rehearsal.measure import LATENCY_RATE, Latency, Report, measure

_OF_AN_ENGINE = ("inputs", "outputs", "examples", "seconds")
_OF_LEARNING = ("names", "docs")


@click.command()
@click.option("--inputs", default=10, show_default=True)
@click.option("--outputs", default=5, show_default=True, help="Neural networks.")
@click.option("--examples", default=200, show_default=True)
@click.option("--seconds", default=3.0, show_default=True, help="Length of each rate's run.")
@click.option("--learning", is_flag=True, help="Compare all algorithms instead: times and errors.")
@click.option(
    "--algorithm",
    "names",
    multiple=True,
    type=click.Choice(list(ALGORITHMS)),
    metavar="NAME",
    help="With --learning: only this one, again for more.",
)
@click.option(
    "--docs",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="With --learning: write benchmarks.md and benchmarks.svg into this folder.",
)
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def bench(
    ctx: click.Context,
    inputs: int,
    outputs: int,
    examples: int,
    seconds: float,
    learning: bool,
    names: tuple[str, ...],
    docs: Path | None,
    as_json: bool,
) -> None:
    """Measure latency and throughput of an engine over loopback, next to a bare Python UDP echo.

    With --learning: fit and answer times of all algorithms, the latter next to scikit-learn's own, and how
    well each answers on sets that ship with scikit-learn and on wekipy's synthetic performances.
    """
    _refuse(ctx, _OF_AN_ENGINE if learning else _OF_LEARNING, learning)
    if learning:
        _learning(names, docs, as_json)
        return
    report = measure(inputs, outputs, examples, seconds, _say)
    if as_json:
        _echo_json(asdict(report))
    else:
        _show(report)


def _refuse(ctx: click.Context, options: tuple[str, ...], learning: bool) -> None:
    """Nothing, if none of these options was given: they would have no effect.

    Raises:
        UsageError: naming the option.
    """
    for option in options:
        if ctx.get_parameter_source(option) != ParameterSource.DEFAULT:
            name = next(p.opts[0] for p in ctx.command.params if p.name == option)
            raise click.UsageError(f"{name} has no meaning {'with' if learning else 'without'} --learning")


def _learning(names: tuple[str, ...], docs: Path | None, as_json: bool) -> None:
    from wekipy.rehearsal.comparison.compare import compare  # noqa: PLC0415  the engine's bench does without
    from wekipy.rehearsal.comparison.page import page, tables  # noqa: PLC0415
    from wekipy.rehearsal.comparison.plot import plot  # noqa: PLC0415

    found = compare(names, _say)
    if docs is not None:
        for name, content in (("benchmarks.md", page(found)), ("benchmarks.svg", plot(found))):
            (docs / name).write_text(content, encoding="utf-8")
            say(f"wrote {docs / name}", err=True)
    if as_json:
        _echo_json(asdict(found))
    else:
        say(*tables(found).splitlines())


def _say(text: str) -> None:
    say(f"{text} …", err=True)


def _echo_json(report: dict[str, Any]) -> None:
    say_json(report)


def _show(report: Report) -> None:
    say(
        f"{many(report.inputs, 'input')}, {report.outputs} neural networks,"
        f" {many(report.examples, 'example')}:"
        f" trained in {report.train_seconds:.2f} s, held-out RMSE {report.rmse:.4f}",
        "",
    )
    say(f"{'messages/s':>12} {'':8} {'p50 ms':>8} {'p95':>8} {'p99':>8} {'max':>8}  lost")
    for ours, bare in zip(report.engine, report.echo, strict=True):
        say(_row("engine", ours))
        say(_row("echo", bare))
    say(
        "",
        f"at {LATENCY_RATE:,.0f} messages/s the engine takes {report.p50_ratio:.2f} times the echo's p50"
        f" and {report.p99_ratio:.2f} times its p99;",
        f"{report.throughput:,.0f} messages/s without a lost answer",
    )


def _row(who: str, one: Latency) -> str:
    figures = " ".join(f"{value:8.3f}" for value in (one.p50, one.p95, one.p99, one.max))
    return f"{one.sent_rate:12,.0f} {who:8} {figures}  {one.lost} of {one.sent}"
