"""From one project of the set list to the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wekipy.client.state import State
from wekipy.gui.session.owner import waits
from wekipy.gui.session.session import Session
from wekipy.gui.stage.order import SetList, arranged, kept_order
from wekipy.gui.translation import tr


@dataclass(frozen=True)
class Library:
    """The projects beside the present one.

    Attributes:
        names: what people call them, by path.
        present: path of the one that is open.
    """

    place: str
    names: dict[str, str]
    present: str
    order: SetList


def library_of(state: State) -> str:
    """The folder that the project lies in, on the engine's machine."""
    folder = state.folder.replace("\\", "/").rstrip("/")
    return folder.rpartition("/")[0]


def look(session: Session, then: Callable[[Library], None]) -> None:
    """Find out what there is, in the order of the set list."""
    place = library_of(session.state)

    def show(found: list[dict[str, Any]]) -> None:
        if waits(then):
            then(library(place, found))

    session.do("projects", then=show)


def library(place: str, found: list[dict[str, Any]]) -> Library:
    """The library from the engine's list of projects; those that cannot be read are left out."""
    names = {entry["path"]: entry["name"] for entry in found if not entry["problem"]}
    present = next((entry["path"] for entry in found if entry["open"]), "")
    return Library(place, names, present, arranged(kept_order(place), list(names)))


def go(session: Session, by: int) -> None:
    """Go on with the project that many steps on in the set list; one that runs goes on running."""
    look(session, lambda known: _open(session, known, by))


def _open(session: Session, known: Library, by: int) -> None:
    wanted = known.order.step(known.present, by)
    if wanted is None or wanted == known.present:
        session.say(tr("This is the last one of the set list.") if by > 0
                    else tr("This is the first one of the set list."))  # fmt: skip
    else:
        session.do("open_project", wanted, session.state.running)
