"""docs/installations.md, walked from its first line to its last: every command that it shows is run.

Where the page has a person demonstrate, this demonstrates; ports are others, and ~ is a folder of the test.
What systemd, cron and ssh do is theirs; the command in the unit is started as systemd would.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import nursery
import pytest

from wekipy.child import ServeProcess, free_port
from wekipy.client import Client
from wekipy.client.sensor import Sensor

PAGE = Path(__file__).parents[2] / "docs" / "installations.md"
_CRON = re.compile(r"^[\d*]+ [\d*]+ [\d*]+ [\d*]+ [\d*]+ +")


def commands() -> list[str]:
    """All lines of the page that are commands of wekipy, in their order."""
    blocks = re.findall(r"^```\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    lines = [_CRON.sub("", line).partition(" >>")[0] for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith("wekipy ") and not line.startswith("wekipy-")]


class Installed(ServeProcess):
    """The engine of a unit: its command line, as systemd would start it."""

    def __init__(self, unit: Path) -> None:
        line = next(line for line in unit.read_text().splitlines() if line.startswith("ExecStart="))
        self.program = shlex.split(line.removeprefix("ExecStart="))[:3]
        super().__init__(shlex.split(line)[4:])


class Walk:
    """Runs the commands of the page one after the other."""

    def __init__(self, home: Path) -> None:
        self.home = home
        left, right, tape = free_port(), free_port(), free_port()
        self.ports = {"6448": left, "6449": left + 1, "6458": right, "6459": right + 1, "6400": tape}
        self.engine: ServeProcess | None = None

    def run(self, line: str) -> None:
        """Do what a person does with a line."""
        line = re.sub(r"\b64\d\d\b", lambda found: str(self.ports[found[0]]), line)
        line = line.replace("192.168.1.20", "127.0.0.1").replace("~", str(self.home))
        words = shlex.split(line, comments=True)[1:]
        getattr(self, "_" + words[0].replace("-", "_"), self._command)(words)

    def end(self) -> None:
        """End the engine that runs."""
        if self.engine is not None:
            self.engine.end()
        self.engine = None

    def _command(self, words: list[str]) -> str:
        done = nursery.run(*words, cwd=self.home)
        assert done.returncode == 0, f"{' '.join(words)}: {done.stdout}{done.stderr}"
        return done.stdout

    def _new(self, words: list[str]) -> None:
        self._command(words if "--port" in words else [*words, "--port", str(self.ports["6448"])])

    def _serve(self, words: list[str]) -> None:
        self.end()
        self.engine = ServeProcess(words[1:])

    def _doctor(self, words: list[str]) -> None:
        self._demonstrate()
        self.end()
        assert "PROBLEM" not in self._command(words)

    def _ask(self, words: list[str]) -> None:
        if self.engine is None:
            self.engine = Installed(self.home / "service" / "wekipy-piece.service")
        if "open_project" in words and not (self.home / words[2]).exists():
            shutil.copytree(self.home / "piece.wekipy", self.home / words[2])
        place = () if "--control-port" in words else ("--control-port", str(self.ports["6449"]))
        told = self._command([*words, *place])
        if "health" in words:
            assert '"running": true' in told

    def _demonstrate(self) -> None:
        assert self.engine is not None
        with Client(port=self.engine.control_port) as w:
            for value in (0.2, 0.8):
                w.add_examples(np.full((12, 3), value), [[value, 1 - value]] * 12)
            w.train()

    def _record_osc(self, words: list[str]) -> None:
        """Between the sensor and the engine, for a few vectors."""
        recorder = subprocess.Popen(
            [sys.executable, "-m", "wekipy", *words], stdout=subprocess.PIPE, text=True
        )
        assert self.engine is not None
        sensor = Sensor("127.0.0.1", self.ports["6400"])
        try:
            with Client(port=self.engine.control_port) as w:
                before, end = w.values()["arrived"], time.monotonic() + 30
                while w.values()["arrived"] < before + 5:
                    assert time.monotonic() < end
                    sensor.send("/wek/inputs", np.full(3, 0.5))
                    time.sleep(0.02)
        finally:
            sensor.close()
            recorder.send_signal(signal.SIGINT)
            recorder.communicate(timeout=30)

    def _replay(self, words: list[str]) -> None:
        assert self.engine is not None
        with Client(port=self.engine.control_port) as w:
            before = w.values()["answered"]
            self._command(words)
            assert w.values()["answered"] >= before + 5


@pytest.fixture
def walk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Walk]:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    walk = Walk(tmp_path)
    try:
        yield walk
    finally:
        walk.end()


@pytest.mark.skipif(os.name != "posix", reason="the page walks through Linux")
def test_every_command_of_the_page_works_in_its_order(walk: Walk) -> None:
    lines = commands()
    assert len(lines) > 15
    for line in lines:
        walk.run(line)
    units = {unit.name for unit in (walk.home / "service").iterdir()}
    assert units == {"wekipy-piece.service", "wekipy-left.service", "wekipy-right.service"}
    assert (walk.home / "wekipy.log").exists()  # the options of the page reach the service
    assert (walk.home / "wekipy-status.jsonl").exists()
