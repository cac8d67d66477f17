"""`wekipy set PROJECT sources`: the messages that the inputs come in."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any

from wekipy.cli.exit_codes import Misused
from wekipy.cli.now import Now
from wekipy.cli.open_project import OpenProject
from wekipy.project.counting import many
from wekipy.project.sources import read_frames, read_source


@dataclass(frozen=True)
class GivenSources:
    """What was written of sources: --source, as often as it was there, and --frame."""

    sources: tuple[str, ...]
    frame: str | None

    def __bool__(self) -> bool:
        """Whether anything was written."""
        return bool(self.sources) or self.frame is not None


def set_sources_of(project: OpenProject, word: str, given: GivenSources, fill: str | None) -> Now:
    """Set the sources of a project, or when what they send is answered; “none” takes all of them away."""
    if word not in ("", "none") or (word == "none" and given):
        raise Misused("sources are given with --source, again for more, or “none” alone for one message")
    if not word and not given:
        raise Misused("which sources? wekipy set MY.wekipy sources --source /gyro:3 --source /fader/{n}:4")
    frames = None if given.frame is None else read_frames(given.frame)
    wanted = [read_source(text) for text in given.sources]
    if not wanted and not word:
        wanted = project.ask("state")["sources"]
        if not wanted:
            raise Misused("--frame is for sources, and there are none: give them with --source")
    words = project.ask("set_sources", json.dumps(wanted), json.dumps(frames), _number(fill))
    state = project.ask("state")
    now = {"inputs": state["inputs"], "sources": state["sources"], "frames": state["frames"], "note": words}
    return Now(now, "; ".join(filter(None, (_in_words(state), words))))


def _number(fill: str | None) -> float:
    try:
        return math.nan if fill in (None, "none") else float(str(fill))
    except ValueError:
        raise Misused(f"--fill is a number, or none; got “{fill}”") from None


def _in_words(state: dict[str, Any]) -> str:
    inputs = many(len(state["inputs"]), "input")
    if not state["sources"]:
        return f"{inputs} in one message, {state['input_address']}"
    sources = ", ".join(f"{each['name']} ({each['inputs']})" for each in state["sources"])
    when = {
        "each": "each message",
        "all": "once all have sent",
        "source": f"each message of {state['frames']['source']}",
        "rate": f"{state['frames']['rate']:g} times a second",
    }[state["frames"]["when"]]
    return f"{inputs} from {many(len(state['sources']), 'source')}: {sources}; answered: {when}"
