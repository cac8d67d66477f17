"""Makes flat views: has workers compute the features of takes, and keeps them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from wekipy.engine.features import features_for
from wekipy.engine.flat_view import (
    RESHAPED,
    Flat,
    Places,
    flattened,
    key_of,
    movement,
    needed_takes,
    reshaping_job,
    take_of_features,
    unplanned,
    whole_take,
)
from wekipy.engine.view import View
from wekipy.learning.model import Model, TrainingJob
from wekipy.learning.pool import Orders
from wekipy.learning.work_item import Result
from wekipy.machine.gaps import await_gap
from wekipy.project.examples import TakeData
from wekipy.project.problem import Problem
from wekipy.project.schema import Plan
from wekipy.server.means import Cancelled, Means
from wekipy.stages.features import feature_names

MOST_PLANS = 2  # whose features are kept: the present one, and the one before

F32 = npt.NDArray[np.float32]
_Known = dict[int, tuple[TakeData, TakeData]]  # by number of the take: as recorded, and as features


class Reshaper:
    """Computes the features of recorded takes once; for several threads, each with its own pool.

    Two threads may compute the same features at the same time; neither gets wrong ones.
    """

    def __init__(self) -> None:
        self._kept: dict[str, _Known] = {}

    def view(
        self,
        view: View,
        by: Means,
        models: Iterable[Model] = (),
    ) -> View:
        """Return the view that jobs are made from: flat if the project has blocks.

        Args:
            models: that new ones are compared with; views for their plans are among `others`.

        Raises:
            Cancelled: once `by.cancelled` answers True.
            Problem: if features cannot be computed, naming the block or the take.
        """
        plan = view.project.plan()
        others = [unplanned(view)] if plan is not None else []
        for key, its in {key_of(m.header.plan): m for m in models}.items():
            other = its.header.plan
            if other is not None and key != key_of(plan) and features_for(its, view.project):
                others.append(flattened(view, self._flat(view, other, by)))
        if plan is not None:
            return flattened(view, self._flat(view, plan, by), others)
        return replace(view, others={key_of(other.plan): other for other in others}) if others else view

    def missing(self, view: View) -> bool:
        """Whether takes of the project lack the features of its blocks."""
        plan = view.project.plan()
        if plan is None:
            return False
        known = self._kept.get(key_of(plan), {})
        return any(not _has(known, view, number) for number in needed_takes(view))

    def _flat(
        self,
        view: View,
        plan: Plan,
        by: Means,
    ) -> Flat:
        names, known = feature_names(plan), self._known(plan)
        numbers = needed_takes(view)
        for gone in [n for n in known if n not in view.data]:
            known.pop(gone, None)
        lacking = [n for n in numbers if not _has(known, view, n)]
        sources = {number: whole_take(view, number) for number in lacking}
        wanted = {source for source, _ in sources.values() if not _has(known, view, source)}
        run = _Run(view, plan, len(names), wanted, by.progress)
        lanes = max(1, by.pool.workers - 1)
        orders = run.orders(by.cancelled)
        if wanted and not by.pool.run("reshape", run.jobs(), orders, lanes, polite=by.polite):
            raise Cancelled
        run.check()
        for number, (source, rows) in sources.items():
            features = run.found[source] if source in run.found else _features(known[source][1])
            known[number] = view.data[number], take_of_features(view.data[number], features[rows])
            await_gap()
        return Flat(plan, names, {number: known[number][1] for number in numbers})

    def _known(self, plan: Plan) -> _Known:
        key = key_of(plan)
        known = self._kept.pop(key, {})
        self._kept[key] = known  # the newest is the last
        for old in list(self._kept)[:-MOST_PLANS]:
            self._kept.pop(old, None)
        return known


class _Run:
    """The features of some takes, as they come back."""

    def __init__(
        self, view: View, plan: Plan, features: int, takes: set[int], progress: Callable[[float], None]
    ) -> None:
        self._view, self._plan, self._features, self._progress = view, plan, features, progress
        self._rows: dict[str, int] = {}
        self._own: dict[str, Places] = {}
        for number in sorted(takes):
            data, self._own[f"{RESHAPED}{number}"] = movement(view, number)
            self._rows[f"{RESHAPED}{number}"] = len(data)
        self._done: dict[str, float] = {}
        self._trouble = ""
        self.found: dict[int, F32] = {}

    def jobs(self) -> Iterable[TrainingJob]:
        """The jobs, each made between packets."""
        for name in self._rows:
            yield reshaping_job(self._view, int(name.removeprefix(RESHAPED)), self._plan)
            await_gap()

    def orders(self, cancelled: Callable[[], bool]) -> Orders:
        """What is done with the results."""
        return Orders(self._take, self._report, cancelled)

    def check(self) -> None:
        """Raise a Problem if a take could not be computed."""
        if self._trouble:
            raise Problem(self._trouble)

    def _take(self, name: str, result: Result) -> None:
        if not isinstance(result, bytes):
            self._trouble = f"the features of {name} could not be computed: {result}"
            return
        found = np.frombuffer(result, np.float32).reshape(-1, self._features)
        self.found[int(name.removeprefix(RESHAPED))] = found[self._own[name]]
        self._report({name: 1.0})

    def _report(self, shares: dict[str, float | None]) -> None:
        self._done |= {name: share for name, share in shares.items() if share is not None}
        every = sum(self._rows.values())
        if every:
            self._progress(sum(self._rows[name] * share for name, share in self._done.items()) / every)


def _has(known: _Known, view: View, number: int) -> bool:
    return number in known and known[number][0] is view.data[number]


def _features(take: TakeData) -> F32:
    return np.concatenate([block["inputs"] for block in take.blocks])
