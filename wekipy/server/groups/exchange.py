"""Import and export of examples and models."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wekipy.exchange.exporting.own_process import export_apart
from wekipy.exchange.importing.own_process import read_apart
from wekipy.exchange.importing.wekinator.folder import files_of
from wekipy.exchange.sketches.facts import facts_of
from wekipy.exchange.sketches.write import check_environment, write_sketch
from wekipy.project.editing import output_at
from wekipy.server.exchanging import file_name, import_examples
from wekipy.server.groups.plain import EngineOnly
from wekipy.server.paths import Paths
from wekipy.server.project_files import ProjectFiles


@dataclass(frozen=True)
class ExchangeOperations(EngineOnly):
    """See `wekipy.faces.operations.exchange`.

    Attributes:
        port: where inputs arrive now.
    """

    files: ProjectFiles
    paths: Paths
    port: Callable[[], int]

    def import_examples(self, path: str, options: object) -> dict[str, Any]:
        """Import the examples of a table or a Wekinator project as takes."""
        found = self.paths.find(path)
        for file in files_of(found):
            self.paths.find(str(file))  # none may be a link out of the folder
        return import_examples(self.engine, self.ask_engine, read_apart, found, options)

    def export_examples(self, form: str, name: str, outputs: list[int]) -> str:
        """Write examples or models to a file under `exports/` in the project folder."""
        folder = self.paths.writable()
        place = self.paths.to_export(folder, file_name(form, name, folder.stem))
        project = self.engine.view.project
        for number in outputs:
            output_at(project, number)
        self.files.flush()
        left = export_apart(folder, place, form, outputs, frozenset(take.number for take in project.takes))
        if left:
            text = f"{place.name} was written without {'; '.join(left)}"
            self.ask_engine(lambda: self.engine.notice(text))
        return str(place)

    def write_sketch(self, environment: str) -> str:
        """Write a sketch into `sketches/` in the project folder; returns the file to open."""
        check_environment(environment)
        folder = self.paths.writable()
        facts = facts_of(self.engine.view.project, folder.stem, self.port())
        return str(write_sketch(self.paths.sketches(folder), environment, facts))
