"""From examples to models, and how far they can be trusted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from wekipy.client.connection import Connection
from wekipy.project.problem import Problem

_TRAINING_TIMEOUT = 3_600.0


class Learning(Connection):
    """From examples to models, and how far they can be trusted."""

    def train(self, *outputs: int, wait: bool = True, timeout: float = _TRAINING_TIMEOUT) -> dict[str, Any]:
        """Train outputs (from 1) and wait until that has ended; the state then.

        If none is named it is all whose train switch is on. With `wait=False` it returns at once.

        Raises:
            Problem: why outputs could not be trained; the others are.
        """
        return self._train(("train",), outputs, wait, timeout)

    def _train(
        self, operation: tuple[str, ...], outputs: Sequence[int], wait: bool, timeout: float
    ) -> dict[str, Any]:
        if not self._subscribed:
            self.subscribe()
        self.ask(*operation, *map(int, outputs))
        if not wait:
            return self.latest
        self.state()
        state = self.wait_until(lambda state: state["training"] is None, timeout)
        failures = [
            output["model"]["failure"]
            for output in state["outputs"]
            if output["model"]["failure"] and (output["number"] in outputs if outputs else output["train"])
        ]
        if failures:
            raise Problem("; ".join(failures))
        return state

    def train_beside(
        self,
        *outputs: int,
        margin: float = 0.02,
        takes: Sequence[int] = (),
        switch_off: bool = False,
        wait: bool = True,
        timeout: float = _TRAINING_TIMEOUT,
    ) -> dict[str, Any]:
        """Train outputs beside their models and wait until that has ended; the state then.

        A new model takes over only if it is not worse; else it is on the shelf, and `model["rejected"]` of
        the output says why. With `wait=False` it returns at once.

        Args:
            outputs: from 1; none is all whose train switch is on.
            margin: how much worse a new model may be, a share from 0 to 1: of wrong answers, of the range, of
                gestures.
            takes: numbers of takes to compare on, besides those that are held out.
            switch_off: switch off the takes that make a new model worse; undo brings them back.

        Raises:
            Problem: if there is no such output or take, or outputs could not be trained; the others are.
        """
        terms = {
            "margin": float(margin),
            "takes": [int(take) for take in takes],
            "switch_off": bool(switch_off),
        }
        return self._train(("train_beside", json.dumps(terms)), outputs, wait, timeout)

    def cancel_training(self) -> None:
        """Give up the training under way."""
        self.ask("cancel_training")

    def previous_model(self, output: int) -> int:
        """Let the model before the present one answer; its number among those kept."""
        return int(self.ask("previous_model", int(output)))

    def next_model(self, output: int) -> int:
        """Let the model after the present one answer again; its number among those kept."""
        return int(self.ask("next_model", int(output)))

    def compare_models(self, output: int) -> list[dict[str, Any]]:
        """What each of the kept models of an output answers to the latest input vector."""
        answers: list[dict[str, Any]] = self.ask("compare_models", int(output))
        return answers

    def score_model(
        self, output: int, model: int, *takes: int, timeout: float = _TRAINING_TIMEOUT
    ) -> dict[str, Any]:
        """How one of the kept models of an output answers takes (none named: all it learns from).

        Args:
            output: from 1.
            model: its number among those kept, from 1.
            takes: their numbers.

        Returns:
            `measure` ("accuracy", "rmse" in units of the output, or "recognised", of gestures), `figure`,
            `examples`, and `by_take` with `take`, `figure`, `examples` and `learned`.

        Raises:
            Problem: if there is no such output, model or take, or it has no examples.
        """
        found: dict[str, Any] = self.ask(
            "score_model", int(output), int(model), *map(int, takes), timeout=timeout
        )
        return found

    def that_was_wrong(self, *outputs: int) -> list[str]:
        """The last second should have been nothing; what was done about it, for each output."""
        sentences: list[str] = self.ask("that_was_wrong", *map(int, outputs))
        return sentences

    def you_missed(self, gesture: int) -> str:
        """A gesture was performed in the last seconds and not recognised; what was done about it."""
        return str(self.ask("you_missed", int(gesture)))

    def evaluate(self, *outputs: int, timeout: float = _TRAINING_TIMEOUT) -> list[dict[str, Any]]:
        """How far the models of outputs can be trusted (none named: of all); see docs/evaluation.md."""
        found: list[dict[str, Any]] = self.ask("evaluate", *map(int, outputs), timeout=timeout)
        return found

    def evaluation(self, output: int) -> dict[str, Any] | None:
        """The last evaluation of an output in full; None if there was none."""
        found: dict[str, Any] | None = self.ask("evaluation", int(output))
        return found

    def cancel_evaluation(self) -> None:
        """Give up the evaluations under way or waiting (asked for by other clients)."""
        self.ask("cancel_evaluation")

    def live_learning(self, on: bool) -> None:
        """When on, each finished take trains and its models take over by themselves."""
        self.ask("live_learning", bool(on))

    def live_learning_guard(self, on: bool, margin: float = 0.02) -> None:
        """When on, models trained by themselves take over only if not worse by more than `margin`."""
        self.ask("live_learning_guard", bool(on), float(margin))
