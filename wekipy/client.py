"""The Python face of a running engine: what scripts, the command line and the window use.

>>> with Client() as w:
...     w.record(targets=[0.2, 0.8], seconds=3)
...     w.train()
...     w.start_running()
"""

from __future__ import annotations

import contextlib
import json
import math
import queue
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

import numpy as np
import numpy.typing as npt

from wekipy.osc.codec import Message, decode, encode, numbers
from wekipy.osc.framing import Framing
from wekipy.project.problem import Problem

PREFIX = "/wekipy/"
DEFAULT_PORT = 6449
_TRAINING_TIMEOUT = 3_600.0

Vector = npt.NDArray[np.float64]
OnEvent = Callable[[str, str], None]


class ConnectionLost(Problem):
    """The engine has gone, or cannot be reached."""


@dataclass
class Live:
    """The latest values the engine sent, see `Client.subscribe`."""

    inputs: Vector = field(default_factory=lambda: np.empty(0))
    outputs: Vector = field(default_factory=lambda: np.empty(0))
    targets: Vector = field(default_factory=lambda: np.empty(0))


class Client:
    """A connection to an engine's control protocol; one method per operation, named as in the engine.

    Methods return what the engine replies and raise `Problem` with its words when it cannot do what is asked.
    One client may be used from several threads.

    Args:
        host, port: of the control protocol, as the engine's ready line tells it.
        timeout: seconds to wait for a reply.

    Attributes:
        latest: state as it was last told; complete and kept up to date after `subscribe`.
        live: latest values, after `subscribe` with a rate.
        on_event: called, in the client's own thread, with kind and text of each event; after `subscribe`.
    """

    def __init__(self, host: str = "127.0.0.1", port: int = DEFAULT_PORT, timeout: float = 30.0) -> None:
        self._place = (host, port)
        try:
            self._socket = socket.create_connection((host, port), timeout=timeout)
        except OSError as e:
            raise ConnectionLost(
                f"no engine answers at {host}:{port} ({e.strerror or e}); start one with `wekipy serve`"
            ) from e
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.settimeout(None)
        self._timeout = timeout
        self._framing = Framing()
        self._asking = threading.Lock()
        self._replies: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._changed = threading.Condition()
        self._closed = self._subscribed = False
        self.latest: dict[str, Any] = {}
        self.live = Live()
        self.on_event: OnEvent | None = None
        self._thread = threading.Thread(target=self._read, name="client", daemon=True)
        self._thread.start()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the connection; the engine goes on."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(2.0)
        self._socket.close()

    def again(self) -> Client:
        """A second connection to the same engine, so that nothing waits for an operation that takes long."""
        return Client(*self._place, timeout=self._timeout)

    @property
    def closed(self) -> bool:
        """Whether the engine has gone, or the connection was ended."""
        return self._closed

    # The wire

    def ask(self, operation: str, *arguments: Any, timeout: float | None = None) -> Any:
        """Do any operation of docs/protocol.md; returns its reply as plain values.

        Raises:
            Problem: the engine's words, if it cannot be done.
            ConnectionLost: if the engine is gone or does not reply in time.
        """
        packet = self._framing.wrap(encode(PREFIX + operation, *arguments))
        with self._asking:
            if self._closed:
                raise ConnectionLost("the engine has closed the connection")
            try:
                self._socket.sendall(packet)
                message = self._replies.get(timeout=self._timeout if timeout is None else timeout)
            except (OSError, queue.Empty) as e:
                # A reply that came later would be taken for the next one's.
                self._socket.close()
                raise ConnectionLost(f"the engine does not reply to {operation}") from e
        if message is None:
            raise ConnectionLost("the engine has closed the connection")
        text = str(message.args[1])
        if message.address == PREFIX + "error":
            raise Problem(text)
        return json.loads(text)

    def _read(self) -> None:
        try:
            while data := self._socket.recv(1 << 16):
                for packet in self._framing.received(data):
                    for message in decode(packet):
                        self._take(message)
        except (OSError, Problem):
            pass  # the same as the end: told below
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._replies.put(None)

    def _take(self, message: Message) -> None:
        kind = message.address.removeprefix(PREFIX)
        if kind in ("reply", "error"):
            if kind == "reply" and message.args[0] in ("state", "subscribe"):
                # Here, where changes are applied, so that an older state never comes after a newer change.
                self._update(json.loads(str(message.args[1])))
            self._replies.put(message)
        elif kind == "change":
            self._update(json.loads(str(message.args[0])))
        elif kind == "event":
            name, text = str(message.args[0]), str(message.args[1])
            if self.on_event is not None:
                self.on_event(name, text)
        elif kind.startswith("live/"):
            setattr(self.live, kind.removeprefix("live/"), numbers(message))

    def _update(self, changes: Mapping[str, Any]) -> None:
        with self._changed:
            self.latest = {**self.latest, **changes}
            self._changed.notify_all()

    # State

    def state(self) -> dict[str, Any]:
        """The whole state, see docs/protocol.md."""
        state: dict[str, Any] = self.ask("state")
        return state

    def values(self) -> dict[str, Any]:
        """The latest inputs, outputs and targets, and how many vectors arrived, were answered, recorded."""
        values: dict[str, Any] = self.ask("values")
        return values

    def subscribe(self, rate: float = 0.0) -> dict[str, Any]:
        """Keep `latest` up to date from now on, and `live` too, `rate` times a second (0 to 120)."""
        state: dict[str, Any] = self.ask("subscribe", float(rate))
        self._subscribed = True
        return state

    def unsubscribe(self) -> None:
        """Be told nothing more."""
        self.ask("unsubscribe")
        self._subscribed = False

    def wait_until(
        self, condition: Callable[[dict[str, Any]], bool], timeout: float = 30.0
    ) -> dict[str, Any]:
        """Wait until the state is as `condition` wants it; returns it. Subscribes if need be.

        Raises:
            Problem: if it is not so in time.
            ConnectionLost: if the engine goes meanwhile.
        """
        if not self._subscribed:
            self.subscribe()
        end = time.monotonic() + timeout
        with self._changed:
            while not condition(self.latest):
                left = end - time.monotonic()
                if self._closed:
                    raise ConnectionLost("the engine has closed the connection")
                if left <= 0:
                    raise Problem(f"what was waited for has not come within {timeout:g} s")
                self._changed.wait(left)
            return self.latest

    # Demonstrating

    def set_targets(self, *values: float) -> None:
        """Targets of the examples recorded next, one per output."""
        self.ask("set_targets", *map(float, values))

    def set_outputs(self, *values: float) -> None:
        """As `set_targets`, and the output message is sent once."""
        self.ask("set_outputs", *map(float, values))

    def start_recording(self) -> int:
        """Begin a take; its number."""
        return int(self.ask("start_recording"))

    def stop_recording(self) -> dict[str, int] | None:
        """End the take: its number and examples, None if it is empty."""
        take: dict[str, int] | None = self.ask("stop_recording")
        return take

    def record(
        self, targets: Sequence[float] | None = None, seconds: float | None = None
    ) -> dict[str, int] | None:
        """Record a take of what arrives now, with these targets.

        With `seconds` it ends by itself and is returned as by `stop_recording`; without, it goes on until
        `stop_recording`.
        """
        if targets is not None:
            self.set_targets(*targets)
        self.start_recording()
        if seconds is None:
            return None
        time.sleep(seconds)
        return self.stop_recording()

    @contextlib.contextmanager
    def recording(self, targets: Sequence[float] | None = None) -> Iterator[int]:
        """A take around a block of code; gives its number."""
        if targets is not None:
            self.set_targets(*targets)
        number = self.start_recording()
        try:
            yield number
        finally:
            self.stop_recording()

    def start_gesture_recording(self, gesture: int) -> int:
        """Begin a take that is an example of a gesture (from 1); its number."""
        return int(self.ask("start_gesture_recording", int(gesture)))

    def start_idle_recording(self) -> int:
        """Begin a take of what is no gesture; its number."""
        return int(self.ask("start_idle_recording"))

    @contextlib.contextmanager
    def showing(self, gesture: int) -> Iterator[int]:
        """An example of a gesture around a block of code, or of none with 0; gives the take's number."""
        number = self.start_gesture_recording(gesture) if gesture else self.start_idle_recording()
        try:
            yield number
        finally:
            self.stop_recording()

    def mark(self) -> None:
        """Cut the take of a gesture that is being recorded here."""
        self.ask("mark")

    def split_take(self, take: int) -> list[int]:
        """Cut a take of a gesture where the movement rests; the new takes."""
        return [int(number) for number in self.ask("split_take", int(take))]

    def take_inputs(self, *values: float) -> list[float]:
        """One input vector, as if it had come over UDP; the output values after it."""
        # JSON has no infinity: a gesture without a match has null for its distance.
        outputs = self.ask("take_inputs", *map(float, values))
        return [math.inf if value is None else float(value) for value in outputs]

    def feed_file(self, path: str) -> int:
        """Every row of a CSV file in or beside the project folder as an input vector; how many."""
        return int(self.ask("feed_file", path))

    # Training and running

    def train(self, *outputs: int, wait: bool = True, timeout: float = _TRAINING_TIMEOUT) -> dict[str, Any]:
        """Train outputs (from 1; none named: all) and wait until that has ended; the state then.

        With `wait=False` it returns at once.

        Raises:
            Problem: why outputs could not be trained; the others are.
        """
        if not self._subscribed:
            self.subscribe()
        self.ask("train", *map(int, outputs))
        if not wait:
            return self.latest
        self.state()
        state = self.wait_until(lambda state: state["training"] is None, timeout)
        failures = [
            output["model"]["failure"]
            for output in state["outputs"]
            if output["model"]["failure"] and (not outputs or output["number"] in outputs)
        ]
        if failures:
            raise Problem("; ".join(failures))
        return state

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

    def cancel_evaluation(self) -> None:
        """Give up the evaluation under way (asked for by another client)."""
        self.ask("cancel_evaluation")

    def start_running(self) -> None:
        """Answer every input vector from now on."""
        self.ask("start_running")

    def stop_running(self) -> None:
        """Stop answering."""
        self.ask("stop_running")

    # Editing

    def delete_all_examples(self) -> int:
        """Delete all takes; how many there were. Undo brings them back."""
        return int(self.ask("delete_all_examples"))

    def delete_examples(self, output: int) -> None:
        """Delete the examples of one output."""
        self.ask("delete_examples", int(output))

    def delete_takes(self, *takes: int) -> None:
        """Delete takes by number."""
        self.ask("delete_takes", *map(int, takes))

    def delete_last_take(self) -> int:
        """Delete the newest take; its number."""
        return int(self.ask("delete_last_take"))

    def undo(self) -> str:
        """Take back the last edit; what it was."""
        return str(self.ask("undo"))

    def redo(self) -> str:
        """Do the last undone edit again; what it was."""
        return str(self.ask("redo"))

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

    def enable_gestures(self, *gestures: int) -> None:
        """Recognise these gestures."""
        self.ask("enable_gestures", *map(int, gestures))

    def disable_gestures(self, *gestures: int) -> None:
        """Do not recognise these gestures."""
        self.ask("disable_gestures", *map(int, gestures))

    def gesture_sensitivity(self, value: float, *gestures: int) -> None:
        """How readily gestures are recognised, 0 to 1 (none named: all together)."""
        self.ask("gesture_sensitivity", float(value), *map(int, gestures))

    def rename_gestures(self, *names: str) -> None:
        """Name all gestures."""
        self.ask("rename_gestures", *names)

    def set_gesture_addresses(self, *addresses: str) -> None:
        """Choose the addresses sent when gestures are recognised."""
        self.ask("set_gesture_addresses", *addresses)

    def delete_gesture_examples(self, gesture: int) -> int:
        """Delete all takes of a gesture; how many there were."""
        return int(self.ask("delete_gesture_examples", int(gesture)))

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

    def live_learning(self, on: bool) -> None:
        """When on, each finished take trains and its models take over by themselves."""
        self.ask("live_learning", bool(on))

    # Files

    def save_model(self, output: int, path: str) -> str:
        """Save an output's model and examples in the project folder; where."""
        return str(self.ask("save_model", int(output), path))

    def load_model(self, output: int, path: str, with_data: bool = False) -> None:
        """Let a saved model answer for an output."""
        self.ask("load_model", int(output), path, bool(with_data))

    def open_project(self, path: str, run: bool = False) -> str:
        """Go on with another project beside the present one; where it is."""
        return str(self.ask("open_project", path, bool(run)))

    def save(self) -> str:
        """Wait until all is on disk; the project folder."""
        return str(self.ask("save"))

    def shut_down(self) -> None:
        """Save and end the engine."""
        self.ask("shut_down")
