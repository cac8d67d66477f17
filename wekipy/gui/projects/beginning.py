"""Begins a project beside the present one, in the same engine, named by what it is and when it was made."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import partial
from typing import Any

from wekipy.gui.session.session import Session
from wekipy.gui.start.templates import Template
from wekipy.gui.translation import tr


def begin(session: Session, template: Template) -> None:
    """Begin a project of a template and go on with it."""
    session.do("projects", then=partial(_begin, session, template))


def _begin(session: Session, template: Template, there: list[dict[str, Any]]) -> None:
    taken = {str(project["name"]) for project in there}
    name = free_name(f"{tr(template.name)} {datetime.now():%Y-%m-%d %H.%M}", taken)
    session.do("new_project", name, template.inputs, template.outputs)


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, or the first of “name (2)”, “name (3)”, … that is not taken, in any case of letters."""
    lower = {each.lower() for each in taken}
    found, count = name, 1
    while found.lower() in lower:
        count += 1
        found = f"{name} ({count})"
    return found
