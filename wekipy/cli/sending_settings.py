"""`wekipy set PROJECT sending`: when the output message is sent."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from wekipy.cli.exit_codes import Misused
from wekipy.cli.now import Now
from wekipy.cli.open_project import OpenProject
from wekipy.project.counting import many
from wekipy.project.sending import read_condition

_EXPECTED = "answers, changes or rate:30"


@dataclass(frozen=True)
class GivenSending:
    """What was written besides when: --every, --at-most, --if and --once; None where it was not."""

    every: int | None = None
    at_most: float | None = None
    condition: str | None = None
    once: bool = False

    def __bool__(self) -> bool:
        """Whether anything was written."""
        return self != GivenSending()


def set_sending_of(project: OpenProject, when: str, given: GivenSending) -> Now:
    """Set when a project's outputs are sent; without `when` only what is given changes."""
    if not when and not given:
        raise Misused(f"when? wekipy set MY.wekipy sending {_EXPECTED}; or --every, --at-most, --if")
    wanted: dict[str, Any] = {} if when else dict(project.ask("state")["sending"])
    if when:
        wanted |= _when(when)
    if given.every is not None:
        wanted["every"] = given.every
    if given.at_most is not None:
        wanted["at_most"] = given.at_most
    if given.condition is not None:
        wanted["condition"] = None if given.condition == "none" else read_condition(given.condition)
    if given.once:
        if not wanted.get("condition"):
            raise Misused("--once is for a condition: give it with --if")
        wanted["condition"] = {**wanted["condition"], "once": True}
    project.ask("set_sending", json.dumps(wanted))
    sending = project.ask("state")["sending"]
    return Now({"sending": sending}, _in_words(sending))


def _when(text: str) -> dict[str, Any]:
    name, colon, rate = text.partition(":")
    if name in ("answers", "changes") and not colon:
        return {"when": name}
    try:
        if name == "rate" and colon:
            return {"when": name, "rate": float(rate)}
    except ValueError:
        pass
    raise Misused(f"outputs are sent after {_EXPECTED}; got “{text}”")


def _in_words(sending: dict[str, Any]) -> str:
    after = "every answer" if sending["every"] == 1 else f"one of {many(sending['every'], 'answer')}"
    words = {
        "answers": f"sent after {after}",
        "changes": f"sent after {after} that differs",
        "rate": f"sent {sending['rate']:g} times a second",
    }[sending["when"]]
    most = f", at most {sending['at_most']:g} times a second" if sending["at_most"] else ""
    found = sending["condition"]
    if found is None:
        return words + most
    how = "once each time that" if found["once"] else "as long as"
    return f"{words}{most}, {how} {found['value']} {found['test']} {found['number']:g}"
