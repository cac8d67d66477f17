"""What a window needs to know of an engine: the project, the wire, the lines for people, the algorithms."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from waiting import ask_until

from wekipy import __version__
from wekipy.engine.describe import describe
from wekipy.engine.engine import Engine
from wekipy.learning.algorithms import ALGORITHMS
from wekipy.live.monitor import MOST_ADDRESSES, Heard, Rate
from wekipy.osc.codec import Message, encode
from wekipy.project import editing
from wekipy.project.create import new_project

if TYPE_CHECKING:
    from on_stage import Stage

    MakeStage = Callable[..., Stage]


@pytest.mark.own_engine
def test_the_state_names_the_project(stage: MakeStage, tmp_path: Path) -> None:
    state = stage("--inputs", "2").client.state()
    folder = tmp_path / "0.wekipy"
    told = {"name": "0", "folder": str(folder), "library": str(tmp_path), "read_only": ""}
    assert state["project"] == told
    assert state["version"] == __version__


def test_a_fully_connected_output_does_not_list_its_inputs() -> None:
    engine = Engine(new_project(4096, "50"))
    assert {output["inputs"] for output in describe(engine.view)["outputs"]} == {None}
    assert len(msgspec.json.encode(describe(engine.view))) < 100_000
    engine.edit("connect", editing.connect(engine.project, 2, [3, 7]))
    assert describe(engine.view)["outputs"][1]["inputs"] == [3, 7]


@pytest.mark.own_engine
def test_every_address_that_arrives_is_heard(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    for n in range(3):
        s.link.inputs([n, 0.5])
    s.link.inputs([1, 2, 3])
    s.link.send(encode("/accxyz", 0.25, "left", 7))
    s.link.control("startRunning")
    s.link.inputs([float("nan"), 0])
    heard = ask_until(s.client.heard, lambda found: len(found) >= 4)
    inputs, *others = heard
    found = {entry["address"]: entry for entry in others}
    assert (inputs["address"], inputs["arguments"], inputs["types"]) == ("/wek/inputs", 2, "ff")
    assert (inputs["count"], inputs["values"], inputs["use"]) == (3, [2, 0.5], "inputs")
    assert inputs["sender"].startswith("127.0.0.1:")
    assert (found["/wek/inputs"]["use"], found["/wek/inputs"]["arguments"]) == ("refused", 3)
    assert "expected 2 inputs" in found["/wek/inputs"]["why"]
    unknown = found["/accxyz"]
    assert (unknown["use"], unknown["types"], unknown["values"]) == ("unknown", "fsi", [0.25, "left", 7])
    assert unknown["rate"] > 0
    assert unknown["since"] >= 0
    assert found["/wekinator/control/startRunning"]["use"] == "control"


@pytest.mark.own_engine
def test_inputs_that_are_not_plain_floats_are_heard_once(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    s.link.send(encode("/wek/inputs", 1, 2))
    (entry,) = ask_until(s.client.heard, bool)
    assert (entry["types"], entry["count"], entry["values"]) == ("ii", 1, [1.0, 2.0])
    s.link.inputs([3, 4])
    (entry,) = ask_until(s.client.heard, lambda found: found[0]["count"] == 2)
    assert (entry["types"], entry["values"]) == ("ff", [3.0, 4.0])


@pytest.mark.own_engine
def test_inputs_heard_at_an_earlier_address_do_not_count(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    s.client.take_inputs(0.5)
    assert s.client.heard()[0]["sender"] == "this machine"
    s.client.set_addresses(input_address="/hand")
    assert s.client.heard() == []
    s.link.inputs([0.25], address="/hand")
    (entry,) = ask_until(s.client.heard, bool)
    assert (entry["address"], entry["count"]) == ("/hand", 1)


def test_a_flood_of_addresses_is_bounded() -> None:
    heard = Heard()
    for n in range(2 * MOST_ADDRESSES):
        heard.note(Message(f"/{n}", "b", (b"123",)), ("1.2.3.4", 9), "unknown")
    entries = heard.entries()
    assert len(entries) == MOST_ADDRESSES
    assert (entries[0]["address"], entries[0]["values"]) == (f"/{2 * MOST_ADDRESSES - 1}", ["3 bytes"])


def test_rates_are_counted_over_the_last_seconds() -> None:
    now = 100.0
    rate = Rate(lambda: now)
    assert rate.since() is None
    for count in range(0, 600, 100):
        rate.look(count)
        now += 1
    assert rate.per_second() == pytest.approx(100)
    assert rate.since() == pytest.approx(1)
    for _ in range(5):
        rate.look(500)
        now += 1
    assert rate.per_second() == 0
    heard = Heard(lambda: now)
    for _ in range(300):
        now += 0.002
        heard.note(Message("/fast", "", ()), ("1.2.3.4", 9), "unknown")
    assert heard.entries()[0]["rate"] == pytest.approx(500, rel=0.05)


def test_what_is_sent_can_be_seen(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1,class:2")
    s.client.configure_output(2, send_distribution=True, send_confidence=True)
    for x, label in ((0.0, 1), (1.0, 2)):
        with s.client.recording([x, label]):
            for n in range(5):
                s.client.take_inputs(x + n / 100)
    s.client.train()
    s.client.set_outputs(0.5, 1)
    s.client.start_running()
    s.client.take_inputs(1.0)
    sent = s.client.sent()
    assert sent["address"] == "/wek/outputs"
    assert sent["destinations"] == sent["reached"] == [f"127.0.0.1:{s.engine.out_port}"]
    assert sent["values"] == pytest.approx([1.0, 2.0], abs=0.1)
    assert (sent["count"], sent["dropped"]) == (2, 0)
    extras = {extra["address"]: extra["values"] for extra in sent["extras"]}
    assert extras["/outputs-2"][1] > 0.7
    assert extras["/outputs-2/confidence"] == [extras["/outputs-2"][1]]
    assert [trigger["count"] for trigger in sent["triggers"]] == [1]


@pytest.mark.own_engine
def test_lines_for_people_wait_for_a_window(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    s.client.start_running(anyway=True)
    s.link.send(encode("/unheard/of", 1.0))
    lines = ask_until(s.client.messages, lambda lines: any(line["kind"] == "input" for line in lines))
    told = {line["kind"]: line["text"] for line in lines}
    assert "no output has a model" in told["running"]
    assert "/unheard/of" in told["input"]
    assert [line["number"] for line in lines] == sorted(line["number"] for line in lines)
    assert s.client.messages(lines[-1]["number"]) == []
    s.client.stop_running()
    (line,) = s.client.messages(lines[-1]["number"])
    assert (line["kind"], line["text"]) == ("running", "stopped")
    assert abs(line["time"] - time.time()) < 60


def test_an_editor_can_be_made_from_the_algorithms(stage: MakeStage) -> None:
    table = {algorithm["name"]: algorithm for algorithm in stage().client.algorithms()}
    assert list(table) == list(ALGORITHMS)
    neighbours = {tuple(option["kinds"]): option for option in table["knn"]["options"]}
    k = neighbours[("classification",)]
    assert (k["type"], k["default"], k["minimum"], k["maximum"]) == ("int", "auto", 1, 1_000)
    for algorithm in table.values():
        assert algorithm["title"]
        assert algorithm["sentence"]
        for option in algorithm["options"]:
            assert option["type"] != "choice" or option["default"] in option["choices"] + option["words"]
