"""How far a training is, made of what the engine sends about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from wekipy.client.reply import Record
from wekipy.client.state import State, TrainingOutlook, share_of


class Training(Record, frozen=True):
    """How far a training is.

    Attributes:
        outputs: 0 to 1 by number of the output; None where its algorithm does not tell how far it is.
        done: whether it has ended.
        cancelled: whether it was given up; the models are as they were.
        failures: why outputs could not be trained, by number of the output; once it is done.
        left: how many seconds it goes on, about; None if nobody knows.
        text: how long it takes and what it leaves out, as known before it began; "" if it is short and
            leaves nothing out.
    """

    outputs: dict[int, float | None] = msgspec.field(default_factory=dict)
    done: bool = False
    cancelled: bool = False
    failures: dict[int, str] = msgspec.field(default_factory=dict)
    left: float | None = None
    text: str = ""

    @property
    def progress(self) -> float:
        """Of all outputs together, 0 to 1; 0 also while nobody knows, see `share`."""
        return self.share or 0.0

    @property
    def share(self) -> float | None:
        """Of all outputs together, 0 to 1; None while no output tells how far it is."""
        return share_of(self.outputs) if self.outputs else float(self.done) or None


class TrainingFollower:
    """Makes reports of the changes of the state; the events tell trainings too short to be seen in it."""

    def __init__(self) -> None:
        self._shares: dict[int, float | None] = {}
        self._begun = self._cancelled = False

    def hear(self, kind: str) -> None:
        """Note an event by its kind."""
        if kind == "training":
            self._begun, self._cancelled = True, False
        elif kind == "cancelled":
            self._cancelled = True

    def follow(self, before: Mapping[str, Any], now: Mapping[str, Any]) -> Training | None:
        """What there is to report after a change of the state; None if nothing about a training changed."""
        shares = now.get("training")
        if shares is not None:
            self._begun = True
            outlook = now.get("training_outlook") or {}
            if shares == before.get("training") and outlook == (before.get("training_outlook") or {}):
                return None
            self._shares = {int(number): share for number, share in shares.items()}
            return Training(dict(self._shares), left=outlook.get("left"), text=outlook.get("text", ""))
        if not self._begun:
            return None
        trained = self._trained(before, now)
        if not trained and not self._shares and not self._cancelled:
            return None  # the change that says what came of it is still to come
        ended: dict[int, float | None] = dict.fromkeys(self._shares, 1.0)
        outputs = self._shares if self._cancelled else ended | trained
        report = Training(dict(outputs), True, self._cancelled, _failures(now, outputs))
        self._shares, self._begun, self._cancelled = {}, False, False
        return report

    def _trained(self, before: Mapping[str, Any], now: Mapping[str, Any]) -> dict[int, float | None]:
        """The outputs whose models changed."""
        models = {output["number"]: output["model"] for output in before.get("outputs", ())}
        return {
            output["number"]: 1.0
            for output in now.get("outputs", ())
            if output["number"] in models and models[output["number"]] != output["model"]
        }


def _failures(now: Mapping[str, Any], outputs: Mapping[int, float | None]) -> dict[int, str]:
    return {
        output["number"]: output["model"]["failure"]
        for output in now.get("outputs", ())
        if output["number"] in outputs and output["model"]["failure"]
    }


def reporting(progress: Callable[[Training], object] | None) -> Callable[[State], bool]:
    """A condition for `wait_until`: no training is under way. It reports how far one is."""
    last: list[Training] = []

    def ended(state: State) -> bool:
        shares = dict(state.training or {}) or dict.fromkeys(last[-1].outputs if last else (), 1.0)
        known = state.training_outlook or TrainingOutlook()
        report = Training(shares, state.training is None, left=known.left, text=known.text)
        if progress is not None and report not in last[-1:]:
            progress(report)
        last.append(report)
        return report.done

    return ended
