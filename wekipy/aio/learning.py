# Made by `python -m wekipy.cli.awaiting` of wekipy/client/learning.py: change that, not this.
"""From examples to models, and how far they can be trusted."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from wekipy.aio.connection import Connection
from wekipy.client.evaluation import Evaluation, read_evaluation
from wekipy.client.learning import _TRAINING_TIMEOUT
from wekipy.client.receiving import evaluations_reported
from wekipy.client.replies import KeptModel
from wekipy.client.score import Score, read_score
from wekipy.client.state import State
from wekipy.client.training import Training, reporting
from wekipy.project.problem import Problem


class Learning(Connection):
    """From examples to models, and how far they can be trusted."""

    async def train(
        self,
        *outputs: int,
        wait: bool = True,
        timeout: float = _TRAINING_TIMEOUT,
        progress: Callable[[Training], object] | None = None,
    ) -> State:
        """Train outputs (from 1) and wait until that has ended; the state then.

        If none is named it is all whose train switch is on. With `wait=False` it returns at once.

        Args:
            progress: called with how far it is, while this waits; the last time when it has ended.

        Raises:
            Problem: why outputs could not be trained; the others are.
        """
        return await self._train(("train",), outputs, wait, timeout, progress)

    async def _train(
        self,
        operation: tuple[str, ...],
        outputs: Sequence[int],
        wait: bool,
        timeout: float,
        progress: Callable[[Training], object] | None,
    ) -> State:
        await self._follow()
        await self.ask(*operation, *map(int, outputs))
        if not wait:
            return self._wire.state
        await self.state()
        state = await self.wait_until(reporting(progress), timeout)
        failures = [
            output.model.failure
            for output in state.outputs
            if output.model.failure and (output.number in outputs if outputs else output.train)
        ]
        if failures:
            raise Problem("; ".join(failures))
        return state

    async def train_beside(
        self,
        *outputs: int,
        margin: float = 0.02,
        takes: Sequence[int] = (),
        switch_off: bool = False,
        wait: bool = True,
        timeout: float = _TRAINING_TIMEOUT,
        progress: Callable[[Training], object] | None = None,
    ) -> State:
        """Train outputs beside their models and wait until that has ended; the state then.

        A new model takes over only if it is not worse; else it is on the shelf, and `model.rejected` of the
        output says why. With `wait=False` it returns at once.

        Args:
            outputs: from 1; none is all whose train switch is on.
            margin: how much worse a new model may be, a share from 0 to 1: of wrong answers, of the range, of
                gestures.
            takes: numbers of takes to compare on, besides those that are held out.
            switch_off: switch off the takes that make a new model worse; undo brings them back.
            progress: as in `train`.

        Raises:
            Problem: if there is no such output or take, or outputs could not be trained; the others are.
        """
        terms = {
            "margin": float(margin),
            "takes": [int(take) for take in takes],
            "switch_off": bool(switch_off),
        }
        return await self._train(("train_beside", json.dumps(terms)), outputs, wait, timeout, progress)

    async def cancel_training(self) -> None:
        """Give up the training under way."""
        await self.ask("cancel_training")

    async def previous_model(self, output: int) -> int:
        """Let the model before the present one answer; its number among those kept."""
        return int(await self.ask("previous_model", int(output)))

    async def next_model(self, output: int) -> int:
        """Let the model after the present one answer again; its number among those kept."""
        return int(await self.ask("next_model", int(output)))

    async def compare_models(self, output: int) -> list[KeptModel]:
        """What each of the kept models of an output answers to the latest input vector."""
        answers: list[KeptModel] = await self.ask("compare_models", int(output))
        return answers

    async def score_model(
        self, output: int, model: int, *takes: int, timeout: float = _TRAINING_TIMEOUT
    ) -> Score:
        """How one of the kept models of an output answers takes (none named: all it learns from).

        Args:
            output: from 1.
            model: its number among those kept, from 1.
            takes: their numbers.

        Raises:
            Problem: if there is no such output, model or take, or it has no examples.
        """
        found = await self.ask("score_model", int(output), int(model), *map(int, takes), timeout=timeout)
        return read_score(found)

    async def that_was_wrong(self, *outputs: int) -> list[str]:
        """The last second should have been nothing; what was done about it, for each output."""
        sentences: list[str] = await self.ask("that_was_wrong", *map(int, outputs))
        return sentences

    async def recentre(self, output: int, label: int) -> str:
        """The sensors have drifted, and the last two seconds were a class of an output: take the shift back.

        Args:
            output: from 1.
            label: the class that was held; 0: take nothing away any more.

        Returns:
            What was done, a sentence; undo takes it back.

        Raises:
            Problem: if there is no such class, it has no examples, or nothing has come for two seconds.
        """
        return str(await self.ask("recentre", int(output), int(label)))

    async def you_missed(self, gesture: int) -> str:
        """A gesture was performed in the last seconds and not recognised; what was done about it."""
        return str(await self.ask("you_missed", int(gesture)))

    async def evaluate(
        self,
        *outputs: int,
        timeout: float = _TRAINING_TIMEOUT,
        progress: Callable[[dict[int, float]], object] | None = None,
    ) -> list[Evaluation]:
        """How far the models of outputs can be trusted (none named: of all); see docs/evaluation.md.

        Args:
            progress: called, as callbacks are, with 0 to 1 by number of the output that is evaluated.
        """
        if progress is not None:
            await self._follow()
        with evaluations_reported(self, progress):
            found = await self.ask("evaluate", *map(int, outputs), timeout=timeout)
        return [read_evaluation(each) for each in found]

    async def evaluation(self, output: int) -> Evaluation | None:
        """The last evaluation of an output in full; None if there was none."""
        found = await self.ask("evaluation", int(output))
        return None if found is None else read_evaluation(found)

    async def cancel_evaluation(self) -> None:
        """Give up the evaluations under way or waiting (asked for by other clients)."""
        await self.ask("cancel_evaluation")

    async def live_learning(self, on: bool) -> None:
        """When on, each finished take trains and its models take over by themselves."""
        await self.ask("live_learning", bool(on))

    async def live_learning_guard(self, on: bool, margin: float = 0.02) -> None:
        """When on, models trained by themselves take over only if not worse by more than `margin`."""
        await self.ask("live_learning_guard", bool(on), float(margin))
