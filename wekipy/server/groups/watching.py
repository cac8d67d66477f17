"""The state, the messages on the wire, and the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wekipy.engine.describe import Snapshot, describe
from wekipy.engine.engine import Engine
from wekipy.live.parts import Live
from wekipy.server.input_doctor import InputDoctor
from wekipy.server.log import Log
from wekipy.server.mapper import Mapper
from wekipy.server.paths import Paths
from wekipy.server.project_files import ProjectFiles
from wekipy.server.source_ports import SourcePorts
from wekipy.version import __version__


@dataclass(frozen=True)
class WatchingOperations:
    """See `wekipy.faces.operations.watching`."""

    engine: Engine
    live: Live
    files: ProjectFiles
    paths: Paths
    log: Log
    mapper: Mapper
    source_ports: SourcePorts
    doctor: InputDoctor

    def state(self) -> Snapshot:
        """The state of the engine, with the sections `project` (name, folder, library: the folder of other
        projects, read_only: why nothing is saved, or ""), `port` (for inputs) and `version`.
        """
        folder = self.files.folder
        project = {
            "name": folder.stem,
            "folder": str(folder),
            "library": str(self.paths.library),
            "read_only": self.files.read_only,
        }
        sections = {"project": project, "port": self.live.inlet.port, "version": __version__}
        return {**describe(self.engine.view), **sections}

    def heard(self, most: int) -> list[dict[str, Any]]:
        """The messages that arrived lately, with at most `most` values of each address."""
        return self.live.monitor.heard_lately(most)

    def sources(self) -> list[dict[str, Any]]:
        """What each source has sent."""
        figures, opened = self.live.inputs.sources.figures(), self.source_ports.opened
        return [{**row, "open": row["port"] is None or row["port"] in opened} for row in figures]

    def advice(self) -> list[str]:
        """What is wrong with the inputs, and what to do."""
        return self.doctor.advice()

    def sent(self) -> dict[str, Any]:
        """The messages that are sent."""
        return self.live.monitor.sent_lately()

    def messages(self, since: int) -> list[dict[str, Any]]:
        """The last lines for people."""
        return self.log.since(since)

    def embed(self, method: str) -> dict[str, Any]:
        """A map of the examples."""
        return self.mapper.embed(method)
