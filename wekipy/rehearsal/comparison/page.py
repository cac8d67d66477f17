"""The comparison as a page of Markdown, which also reads well in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from wekipy.project.option import BOTH
from wekipy.project.schema import Kind
from wekipy.rehearsal.comparison.compare import About, Comparison, Row

HEADINGS: Final[dict[Kind, str]] = {
    "continuous": "Continuous outputs",
    "classification": "Classification",
}
_SCORES: Final[dict[Kind, str]] = {
    "continuous": "root mean square errors in units of the output, and as shares of its range",
    "classification": "shares of right answers",
}
_USUAL: Final[dict[Kind, str]] = {
    "continuous": "(always the mean)",
    "classification": "(always the most frequent class)",
}

_PAGE: Final = """<!-- Made by `wekipy bench --learning --docs docs`: measure again to change it. -->
# Benchmarks of the algorithms

Measured on {measured} on {machine}. Other machines have other
times; the ratios differ less. `wekipy bench --learning` measures yours.

![Error against the time of one answer, for every algorithm](benchmarks.svg)

## What is in the tables

Every algorithm has its default options. An algorithm that chooses among the others answers as fast as what
it chose.

- **fit**: a training with {examples:,} examples of {inputs} inputs, in one process, in milliseconds: the
  model, how novel an input is to it, and, where its probabilities need that, how far it is to be believed.
- **answer**: one input vector through the compiled predictor that the engine plays with, after the same
  training{classes}, in microseconds, median.
- **scikit-learn**: `predict` of the same estimator for the same single vector, in microseconds, median.
- **ratio**: how many times faster the compiled predictor is.
- The other columns judge the compiled predictors' answers to what was not demonstrated:
{scores}.

{slow}

{tables}
## The sets

{sets}

The folds of the sets that ship with scikit-learn are drawn at random, always the same ones; these sets have
no takes. A take of the hand is either demonstrated or asked about, never both. “Always the mean” and “always
the most frequent class” are what one would reach without any input. In the picture, the errors of all sets of
a panel are averaged: shares of wrong answers, and errors divided by that of always answering the mean.
"""


def page(found: Comparison) -> str:
    """docs/benchmarks.md."""
    kinds = [kind for kind in BOTH if found.of(kind)]
    classes = f" ({found.classes} classes)" if "classification" in kinds else ""
    return _PAGE.format(
        measured=found.measured,
        machine=_machine(found),
        examples=found.examples,
        inputs=found.inputs,
        classes=classes,
        scores=";\n".join(f"  for {kind} outputs {_SCORES[kind]}" for kind in kinds),
        slow=_slow(found),
        tables="\n".join(f"## {HEADINGS[kind]}\n\n{table(found, kind)}\n" for kind in kinds),
        sets="\n".join(_set(one) for kind in kinds for one in found.sets_of(kind)),
    )


def tables(found: Comparison) -> str:
    """The tables and the sentence about slow algorithms, for a terminal."""
    shown = [f"{HEADINGS[kind]}\n\n{table(found, kind)}\n" for kind in BOTH if found.of(kind)]
    return "\n".join([*shown, _slow(found)])


def table(found: Comparison, kind: Kind) -> str:
    """One kind of output, a line per algorithm, the best score of each set in bold."""
    sets = found.sets_of(kind)
    heads = ["algorithm", "fit, ms", "answer, µs", "scikit-learn, µs", "ratio", *(one.title for one in sets)]
    best = {one.name: _best([row.scores[one.name] for row in found.of(kind)], one) for one in sets}
    lines = [_line(row, sets, best, found.limit) for row in found.of(kind)]
    usual = [_USUAL[kind], "", "", "", "", *(_score(one.baseline, one) for one in sets)]
    return _aligned([heads, *lines, usual])


def _best(scores: Sequence[float], one: About) -> str:
    return _score(max(scores) if one.kind == "classification" else min(scores), one)


def _line(row: Row, sets: Sequence[About], best: dict[str, str], limit: float) -> list[str]:
    speed = row.speed
    answer = f"{_short(speed.answer)}{' **(slow)**' if speed.answer > limit else ''}"
    scores = [_score(row.scores[one.name], one) for one in sets]
    bold = [f"**{text}**" if text == best[one.name] else text for text, one in zip(scores, sets, strict=True)]
    ratio = f"{_short(speed.ratio)} ×"
    return [row.title, _short(speed.fit * 1e3), answer, _short(speed.scikit_learn), ratio, *bold]


def _score(value: float, one: About) -> str:
    if one.kind == "classification":
        return f"{value:.1%}"
    return (
        f"{value:.1f}" * (one.spread > 10)
        + f"{value:.4f}" * (one.spread <= 10)
        + f" ({value / one.spread:.1%})"
    )


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"


def _aligned(lines: Sequence[Sequence[str]]) -> str:
    """A Markdown table; all columns but the first are aligned to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(*lines, strict=True)]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]

    def row(cells: Sequence[str]) -> str:
        first, *others = zip(cells, widths, strict=True)
        padded = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]
        return f"| {' | '.join(padded)} |"

    return "\n".join(row(cells) for cells in [lines[0], rule, *lines[1:]])


def _slow(found: Comparison) -> str:
    at = f"at {found.inputs} inputs and {found.examples:,} examples"
    slow = [row for row in found.rows if row.speed.answer > found.limit]
    if not slow:
        worst = max(found.rows, key=lambda row: row.speed.answer)
        return (
            f"No algorithm takes more than {found.limit:.0f} µs for an answer {at}; the slowest is"
            f" {worst.title} ({worst.kind}) with {_short(worst.speed.answer)} µs."
        )
    named = ", ".join(f"{r.title} ({r.kind}) with {_short(r.speed.answer)} µs" for r in slow)
    return f"More than {found.limit:.0f} µs for an answer {at} takes: {named}."


def _set(one: About) -> str:
    return f"- **{one.title}**: {one.about}; {one.examples:,} examples of {one.inputs} inputs demonstrated."


def _machine(found: Comparison) -> str:
    m = found.machine
    threads = (
        f"{m.threads or 'any number of'} {'thread' if m.threads == '1' else 'threads'} of linear algebra"
    )
    return (
        f"{m.processor} ({m.processors} {'processors' if m.processors > 1 else 'processor'}, {m.system}),\n"
        f"Python {m.python}, numpy {m.numpy}, scikit-learn {m.scikit_learn}, {threads}"
    )
