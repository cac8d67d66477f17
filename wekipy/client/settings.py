"""How inputs, outputs and the project are set up."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from wekipy.client.connection import Connection


class Settings(Connection):
    """How inputs, outputs and the project are set up."""

    def enable_recording(self, *outputs: int) -> None:
        """Takes store a target for these outputs."""
        self.ask("enable_recording", *map(int, outputs))

    def disable_recording(self, *outputs: int) -> None:
        """Takes store none for these outputs."""
        self.ask("disable_recording", *map(int, outputs))

    def enable_running(self, *outputs: int) -> None:
        """The models of these outputs answer."""
        self.ask("enable_running", *map(int, outputs))

    def disable_running(self, *outputs: int) -> None:
        """These outputs keep their value."""
        self.ask("disable_running", *map(int, outputs))

    def rename_inputs(self, *names: str) -> None:
        """Name all inputs."""
        self.ask("rename_inputs", *names)

    def rename_outputs(self, *names: str) -> None:
        """Name all outputs."""
        self.ask("rename_outputs", *names)

    def connect(self, output: int, inputs: Sequence[int]) -> None:
        """Choose the inputs (from 1) that feed an output."""
        self.ask("connect", int(output), *map(int, inputs))

    def set_algorithm(self, output: int, algorithm: str, **options: float | int | str | bool) -> None:
        """Choose what learns an output: `w.set_algorithm(2, "svm", kernel="rbf")`."""
        self.ask("set_algorithm", int(output), algorithm, json.dumps(options))

    def configure_output(self, output: int, **settings: Any) -> None:
        """Change settings of an output: `w.configure_output(1, maximum=127, limits="hard")`."""
        self.ask("configure_output", int(output), json.dumps(settings))

    def set_destinations(self, *places: str) -> None:
        """Send outputs to these `HOST:PORT` places and no others."""
        self.ask("set_destinations", *places)

    def set_addresses(self, input_address: str = "", output_address: str = "") -> None:
        """Change the OSC addresses of inputs and outputs."""
        self.ask("set_addresses", input_address, output_address)

    def performance_mode(self, on: bool) -> None:
        """Tell faces to show the small window for the stage."""
        self.ask("performance_mode", bool(on))
