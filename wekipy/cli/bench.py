"""`wekipy bench`: how fast this machine is."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from wekipy.rehearsal.measure import LATENCY_RATE, Latency, Report, measure


@click.command()
@click.option("--inputs", default=10, show_default=True)
@click.option("--outputs", default=5, show_default=True, help="Neural networks.")
@click.option("--examples", default=200, show_default=True)
@click.option("--seconds", default=3.0, show_default=True, help="Length of each rate's run.")
@click.option("--json", "as_json", is_flag=True)
def bench(inputs: int, outputs: int, examples: int, seconds: float, as_json: bool) -> None:
    """Measure latency and throughput of an engine over loopback, next to a bare Python UDP echo."""
    report = measure(inputs, outputs, examples, seconds, lambda text: click.echo(f"{text} …", err=True))
    if as_json:
        click.echo(json.dumps(asdict(report), indent=2))
    else:
        _show(report)


def _show(report: Report) -> None:
    click.echo(
        f"{report.inputs} inputs, {report.outputs} neural networks, {report.examples} examples:"
        f" trained in {report.train_seconds:.2f} s, held-out RMSE {report.rmse:.4f}\n"
    )
    click.echo(f"{'messages/s':>12} {'':8} {'p50 ms':>8} {'p95':>8} {'p99':>8} {'max':>8}  lost")
    for ours, bare in zip(report.engine, report.echo, strict=True):
        click.echo(_row("engine", ours))
        click.echo(_row("echo", bare))
    click.echo(
        f"\nat {LATENCY_RATE:,.0f} messages/s the engine takes {report.p50_ratio:.2f} times the echo's p50"
        f" and {report.p99_ratio:.2f} times its p99;\n"
        f"{report.throughput:,.0f} messages/s without a lost answer"
    )


def _row(who: str, one: Latency) -> str:
    figures = " ".join(f"{value:8.3f}" for value in (one.p50, one.p95, one.p99, one.max))
    return f"{one.sent_rate:12,.0f} {who:8} {figures}  {one.lost} of {one.sent}"
