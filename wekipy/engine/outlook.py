"""What is known of a training before it begins: how long it takes, and what it leaves out.

The seconds are those of the table of algorithms, of a usual processor (`wekipy.learning.growth`). They say
whether to wait or to have a coffee, not more: examples that are hard to tell apart take longer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from wekipy.engine.training_jobs import due
from wekipy.engine.view import Outlook, View
from wekipy.learning.algorithms import algorithms_for, remembers, resolve
from wekipy.learning.growth import EXAMPLES, Size, examples_used, seconds_of
from wekipy.learning.words import about, listed
from wekipy.project.examples import count_examples
from wekipy.project.problem import Problem
from wekipy.project.schema import AlgorithmChoice, ClassificationOutput, GestureOutput, Output, kind_of

LONG: Final = 10.0  # seconds from which on a training says how long it takes
SOON: Final = 0.1  # of the work, from which on its pace says how long the rest takes


@dataclass(frozen=True)
class _Expected:
    """An output that is to be trained; `chosen` if a person said how many examples."""

    number: int
    uid: str
    size: Size
    chosen: bool

    @property
    def used(self) -> int:
        return examples_used(self.size)


def outlook(view: View, lanes: int, again: bool = False) -> Outlook:
    """Return what is known of the training of a view.

    Args:
        view: flat, if the project has blocks.
        lanes: how many workers train at a time.
        again: also outputs that have not changed since their last training.
    """
    expected = [_expected(view, number, output) for number, output in due(view, again)]
    known = [one for one in expected if one is not None]
    seconds = {one.uid: seconds_of(one.size) for one in known}
    sure = {uid: each for uid, each in seconds.items() if each is not None}
    # How long a comparison with the present model takes, nobody has measured.
    measured = len(sure) == len(expected) and view.training is not None and view.training.terms is None
    total = makespan(sure.values(), lanes) if measured else None
    return Outlook(total, _text(known, total, lanes), sure)


def makespan(seconds: Iterable[float], lanes: int) -> float:
    """How long some jobs take, one after the other as workers become free."""
    free = [0.0] * max(1, lanes)
    for each in seconds:
        first = free.index(min(free))
        free[first] += each
    return max(free)


def time_left(expected: Outlook, progress: Mapping[str, float], elapsed: float) -> float | None:
    """How many seconds a training goes on, about; None if nobody knows.

    By its own pace, once all outputs tell how far they are; else by what was expected.
    """
    work = sum(expected.by_output.values())
    done = sum(each * progress.get(uid, 0.0) for uid, each in expected.by_output.items())
    if work and done > SOON * work and expected.by_output.keys() <= progress.keys():
        return elapsed * (work - done) / done
    if expected.seconds is None or elapsed >= expected.seconds:
        return None
    return expected.seconds - elapsed


def _expected(view: View, number: int, output: Output) -> _Expected | None:
    """What an output's training depends on; None if nobody knows how long it takes."""
    if isinstance(output, GestureOutput):
        return None
    kind = kind_of(output)
    try:
        options = resolve(output.algorithm, kind)
    except Problem:
        return None  # which the training says
    size = Size(
        output.algorithm.name,
        kind,
        options,
        count_examples(view.project, output),
        len(view.project.connected(output)),
        output.classes if isinstance(output, ClassificationOutput) else 0,
    )
    return _Expected(number, output.uid, size, EXAMPLES in output.algorithm.options)


def _text(known: Sequence[_Expected], total: float | None, lanes: int) -> str:
    """A sentence about what takes long or is left out; "" if nothing does."""
    left_out = [one for one in known if one.used < one.size.examples]
    if not left_out and (total is None or total < LONG):
        return ""
    groups: dict[tuple[str, int, int], list[int]] = defaultdict(list)
    for one in left_out:
        groups[one.size.algorithm, one.used, one.size.examples].append(one.number)
    parts = [f"training takes about {about(total)}"] if total is not None else []
    for (algorithm, used, examples), numbers in groups.items():
        learn = "learns" if len(numbers) == 1 else "learn"
        text = f"{listed(numbers, 'output')} ({algorithm}) {learn} from {used:,} of {examples:,} examples"
        parts.append(text)
    return "; ".join([*parts, *_instead(left_out or known, bool(left_out), lanes)])


def _instead(outputs: Sequence[_Expected], left_out: bool, lanes: int) -> list[str]:
    """An algorithm that learns from all examples of the slowest output in less time, if there is one."""
    free = [one for one in outputs if not one.chosen]
    if not free:
        return []
    slowest = max(free, key=lambda one: seconds_of(one.size) or 0.0).size
    present = seconds_of(slowest) or float("inf")
    for row in algorithms_for(slowest.kind):
        options = resolve(AlgorithmChoice(row.name), slowest.kind)
        size = replace(slowest, algorithm=row.name, options=options)
        seconds = seconds_of(size)
        if row.name in (slowest.algorithm, "auto") or remembers(row.name) or seconds is None:
            continue
        if examples_used(size) == size.examples and seconds < (present if left_out else 0.5 * present):
            alike = [one for one in free if one.size.algorithm == slowest.algorithm]
            time = about(makespan([seconds] * len(alike), lanes))
            return [f"{row.name} would learn from all of them in about {time}"]
    return []
