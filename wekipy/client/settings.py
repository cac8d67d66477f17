"""How inputs, outputs and the project are set up."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from wekipy.client.connection import Connection
from wekipy.client.given import options_of
from wekipy.client.replies import Tried
from wekipy.client.state import Setting, Value


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

    def enable_training(self, *outputs: int) -> None:
        """Let a training of all outputs train these, too."""
        self.ask("enable_training", *map(int, outputs))

    def disable_training(self, *outputs: int) -> None:
        """Train these outputs only when they are named."""
        self.ask("disable_training", *map(int, outputs))

    def set_switches(
        self, switches: Mapping[int | str, Mapping[str, bool]] | None = None, **of_all: bool
    ) -> None:
        """Turn the switches record, train and run of outputs on or off, in one edit.

        `w.set_switches(record=False)` is for all outputs (so is `{"all": {"record": False}}`), and
        `w.set_switches({2: {"train": False}})` is for one; what is said of one counts more.
        """
        by_output = {str(number): dict(wanted) for number, wanted in (switches or {}).items()}
        if of_all:
            by_output["all"] = of_all
        self.ask("set_switches", json.dumps(by_output))

    def rename_inputs(self, *names: str) -> None:
        """Name all inputs."""
        self.ask("rename_inputs", *names)

    def rename_outputs(self, *names: str) -> None:
        """Name all outputs."""
        self.ask("rename_outputs", *names)

    def connect(self, output: int, inputs: Sequence[int]) -> None:
        """Choose the inputs (from 1) that feed an output."""
        self.ask("connect", int(output), *map(int, inputs))

    def set_algorithm(
        self, output: int, algorithm: str, options: Mapping[str, Value] | None = None, /, **keywords: Value
    ) -> None:
        """Choose what learns an output: `w.set_algorithm(2, "svm", kernel="rbf")`, or with a mapping."""
        self.ask("set_algorithm", int(output), algorithm, json.dumps(options_of(options, keywords)))

    def configure_output(
        self, output: int, settings: Mapping[str, Setting] | None = None, /, **keywords: Setting
    ) -> None:
        """Change settings of an output: `w.configure_output(1, maximum=127)`, or with a mapping."""
        self.ask("configure_output", int(output), json.dumps(options_of(settings, keywords)))

    def change_output(
        self,
        output: int,
        algorithm: str = "",
        options: Mapping[str, Setting] | None = None,
        settings: Mapping[str, Setting] | None = None,
        after: Sequence[str | Mapping[str, object]] | None = None,
        **switches: bool,
    ) -> None:
        """Change several things of an output in one edit: `w.change_output(2, "svm", {"c": 3}, run=False)`.

        Args:
            algorithm: what learns it; "" keeps it.
            options: of the algorithm; those left out get their defaults.
            settings: as in `configure_output`.
            after: the stages after its model, as in `set_after`; None keeps them.
            switches: record, train, run.
        """
        changes: dict[str, object] = {"settings": dict(settings or {}), "switches": switches}
        if algorithm:
            changes["algorithm"] = algorithm
        if algorithm or options is not None:
            changes["options"] = dict(options or {})
        if after is not None:
            changes["after"] = [stage if isinstance(stage, str) else dict(stage) for stage in after]
        self.ask("change_output", int(output), json.dumps(changes))

    def set_destinations(self, *places: str) -> None:
        """Send outputs to these `HOST:PORT` places and no others."""
        self.ask("set_destinations", *places)

    def send_test_message(self, place: str = "") -> list[Tried]:
        """Send the output message once to a `HOST:PORT` place, or to all destinations; what became of it."""
        found: list[Tried] = self.ask("send_test_message", place)
        return found

    def accept_control_over_osc(self, on: bool) -> None:
        """Accept control messages over UDP, or inputs only."""
        self.ask("accept_control_over_osc", bool(on))

    def set_receive_port(self, port: int) -> None:
        """Listen at another UDP port from now on; the project remembers it."""
        self.ask("set_receive_port", int(port))

    def set_addresses(self, input_address: str = "", output_address: str = "") -> None:
        """Change the OSC addresses of inputs and outputs."""
        self.ask("set_addresses", input_address, output_address)

    def use_first_numbers(self, on: bool) -> None:
        """Use the first numbers of input messages that have more than there are inputs, or refuse such."""
        self.ask("use_first_numbers", bool(on))

    def performance_mode(self, on: bool) -> None:
        """Show the stage in every window, dark and large, or the studio again."""
        self.ask("performance_mode", bool(on))
