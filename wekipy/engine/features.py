"""Keeps the features of each frame up to date: those of the project, and those that older models read.

A model carries the plan that it was trained with. As long as the project has the same one, they share a run;
after an edit of the blocks a running model goes on with a run of its own plan until the next training.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from wekipy.engine.calibration import Calibration
from wekipy.learning.model import Model
from wekipy.project.problem import Problem
from wekipy.project.schema import Plan, Project
from wekipy.project.take_state import TakeState
from wekipy.stages.features import FeatureRun, digest, reads, width_of

F64 = npt.NDArray[np.float64]


def features_for(model: Model, project: Project) -> int:
    """How long the vector is that a model picks its features from; 0 if the project cannot give it one."""
    plan, inputs = model.header.plan, len(project.inputs)
    if plan is None:
        return inputs
    return width_of(plan) if reads(plan) <= inputs else 0


class Features:
    """The runs that are stepped with each frame.

    Attributes:
        present: of the project's plan; None without blocks, or if they cannot be built.
        problem: why they cannot be built, a sentence; "" if they can.
        reshaping: how much of the takes' features has been computed, 0 to 1; None: all.
        suggesting: how many of the ways that may help an output have been tried, 0 to 1; None: none is tried.
        calibration: the vectors that stages will learn from; None if nobody calibrates.
    """

    def __init__(self) -> None:
        self._runs: dict[str, FeatureRun] = {}
        self._each: tuple[FeatureRun, ...] = ()
        self.present: FeatureRun | None = None
        self.problem = ""
        self.reshaping: float | None = None
        self.suggesting: float | None = None
        self.calibration: Calibration | None = None

    def follow(self, project: Project, models: Iterable[Model]) -> None:
        """Have the runs that the project and these models need; what is the same goes on."""
        before, plan = self._runs, project.plan()
        runs: dict[str, FeatureRun] = {}
        self.present, self.problem = None, ""
        if plan is not None:
            try:
                self.present = runs[digest(plan)] = self._run(before, plan)
            except Problem as e:
                self.problem = str(e)
        for model in models:
            its = model.header.plan
            if its is not None and digest(its) not in runs and features_for(model, project):
                runs[digest(its)] = self._run(before, its)
        self._runs, self._each = runs, tuple(runs.values())
        if self.calibration is not None and self.calibration.block not in [b.name for b in project.blocks]:
            self.calibration = None

    def _run(self, before: Mapping[str, FeatureRun], plan: Plan) -> FeatureRun:
        known = before.get(digest(plan))
        if known is not None and known.plan == plan:
            return known
        made = FeatureRun(plan)
        for run in before.values():
            made.go_on_from(run)
        return made

    def check_edit(self, before: Project, after: Project) -> None:
        """Raise a Problem if an edit makes blocks impossible, such as a new name of an input in a formula."""
        plan = after.plan()
        if plan is None or self.problem or plan == before.plan():
            return
        try:
            FeatureRun(plan)
        except Problem as e:
            raise Problem(f"that does not go with the blocks: {e}") from e

    def step(self, x: F64, now: float) -> None:
        """Compute the features of one vector (inputs,), finite, that came at `now` seconds."""
        for run in self._each:
            run.step(x, now)
        if self.calibration is not None:
            self.calibration.append(x, now)

    def start(self) -> None:
        """Forget what came before."""
        for run in self._each:
            run.start()

    def of(self, plan: Plan | None) -> F64 | None:
        """The features of a plan, (features,), overwritten with each frame; None: the inputs themselves."""
        return None if plan is None else self._runs[digest(plan)].out

    def state(self, began: float) -> TakeState | None:
        """What to save with a take that begins now."""
        return None if self.present is None else self.present.state(began)
