"""Sketches made for a project run with it as they are: their inputs arrive, and they show its outputs."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from example_program import Program, need
from processing_sketch import compiled
from waiting import ask_until

from wekipy.child import free_port
from wekipy.client import Client
from wekipy.exchange.sketches.environments import ENVIRONMENTS
from wekipy.exchange.sketches.facts import facts_of
from wekipy.exchange.sketches.write import write_sketch
from wekipy.osc.codec import encode
from wekipy.project.create import new_project
from wekipy.project.problem import Problem
from wekipy.project.schema import Gesture, GestureOutput, Project
from wekipy.project.sources import set_sources
from wekipy.rehearsal.engine_process import EngineProcess

HERE = Path(__file__).parent

StartEngine = Callable[..., EngineProcess]


def teach(client: Client) -> None:
    """Outputs that say where the first input is: 0 and “left”, or 1 and “right”; their distribution, too."""
    client.rename_inputs("tilt", "press", "bend")
    client.name_classes(2, "left", "right")
    client.configure_output(2, send_distribution=True)
    client.set_algorithm(1, "linear")
    client.set_algorithm(2, "knn")
    client.add_examples([[0, 0, 0], [0.1, 1, 1], [0.4, 0, 1]], [[0, 1], [0.1, 1], [0.4, 1]])
    client.add_examples([[1, 0, 0], [0.9, 1, 1], [0.6, 0, 1]], [[1, 2], [0.9, 2], [0.6, 2]])
    client.train(1, 2)
    client.start_running(anyway=True)


def send_gesture(engine: EngineProcess, number: int) -> None:
    """The message of a gesture, as the engine sends it."""
    with Client(port=engine.control_port) as client:
        address = client.state()["outputs"][2]["gestures"][number - 1]["address"]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.sendto(encode(address), ("127.0.0.1", engine.out_port))


def moves(client: Client) -> None:
    """Wait until the inputs have been in several places."""
    seen: set[tuple[float, ...]] = set()

    def look() -> int:
        seen.add(tuple(client.values()["inputs"]))
        return len(seen)

    ask_until(look, lambda count: count > 5)


def test_a_python_sketch_plays_a_project(start_engine: StartEngine, tmp_path: Path) -> None:
    engine = start_engine(3, "1,class:2,gesture:2")
    with Client(port=engine.control_port) as client:
        teach(client)
        sketch = client.write_sketch("python")
        assert sketch == engine.folder / "sketches/example_python/example_python.py"
        with Program([sys.executable, sketch], tmp_path, without=["DISPLAY"]) as program:
            program.wait_for(f"listening at port {engine.out_port}")
            moves(client)
            program.wait_for(r"outputs-1: 0\.[12]\d+  outputs-2: left")
            program.wait_for(r"outputs-1: 0\.[89]\d+  outputs-2: right")
            send_gesture(engine, 2)
            program.wait_for("^gesture: ")


def test_a_processing_sketch_plays_a_project(start_engine: StartEngine, tmp_path: Path) -> None:
    engine = start_engine(3, "1,class:2,gesture:2")
    with Client(port=engine.control_port) as client:
        teach(client)
        sketch = client.write_sketch("processing")
        assert sketch.stem == sketch.parent.name, "as Processing wants it"
        command = compiled(sketch.read_text("utf-8"), tmp_path)
        with Program(command, tmp_path) as program:
            program.wait_for("ready")
            for x, number, word in ((430, 0.9, "right"), (190, 0.1, "left")):
                program.type("button down", f"mouse {x} 50", "button up")
                ask_until(
                    lambda: client.values()["inputs"],
                    lambda found, x=number: found == pytest.approx([x, 0.5, 0.5], abs=1e-3),
                )
                show_until(program, f"^text outputs-2: {word}")
            show_until(program, r"^text outputs-1: 0\.1")
            show_until(program, r"^text /outputs-2: left \S+ +right")
            send_gesture(engine, 1)
            program.wait_for("^gesture: ")


def show_until(program: Program, pattern: str) -> None:
    """Let it draw until a line is among what it draws."""

    def draw() -> list[str]:
        before = len(program.lines)
        program.type("mouse 0 0", "what")
        program.wait_for(re.escape("what?"))
        return program.lines[before:]

    ask_until(draw, lambda lines: any(re.search(pattern, line) for line in lines))


def test_a_pure_data_sketch_plays_a_project(start_engine: StartEngine, tmp_path: Path) -> None:
    need("pd")
    engine, hands = start_engine(3, "1,class:2,gesture:2"), free_port()
    driver = tmp_path / "driver.pd"
    driver.write_text(
        f"#N canvas 100 100 600 300 12;\n#X obj 20 60 netreceive -u {hands};\n#X obj 20 90 list;\n"
        "#X msg 20 120 \\; \\$1 \\$2;\n#X obj 250 60 r wek-outputs;\n#X obj 250 90 print outputs;\n"
        "#X obj 350 60 r wek-outputs-2;\n#X obj 350 90 print distribution;\n"
        "#X obj 20 180 loadbang;\n#X obj 20 210 print ready;\n"
        "#X connect 0 0 1 0;\n#X connect 1 0 2 0;\n#X connect 3 0 4 0;\n"
        "#X connect 5 0 6 0;\n#X connect 7 0 8 0;\n"
    )
    with Client(port=engine.control_port) as client:
        teach(client)
        patch = client.write_sketch("puredata")
        command = ["pd", "-nogui", "-noaudio", "-nomidi", "-stderr", "-open", patch, "-open", driver]
        with Program(command, tmp_path) as pd, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            pd.wait_for("ready: bang")
            ask_until(lambda: client.values()["inputs"], lambda found: found == pytest.approx([0.5] * 3))
            for x, expected in ((0.125, r"0\.125\S* 1 "), (0.875, r"0\.875\S* 2 ")):
                sock.sendto(f"wek-input-1 {x};\n".encode(), ("127.0.0.1", hands))
                sock.sendto(b"wek-input-3 0.25;\n", ("127.0.0.1", hands))
                ask_until(
                    lambda: client.values()["inputs"], lambda f, x=x: f == pytest.approx([x, 0.5, 0.25])
                )
                pd.wait_for(f"^outputs: {expected}")
            pd.wait_for(r"^distribution: [01]\S* [01]")
            send_gesture(engine, 2)
            pd.wait_for("^gesture-.*: bang")
        assert not [line for line in pd.lines if "couldn't create" in line or "error" in line.lower()]


def test_a_supercollider_sketch_plays_a_project(
    start_engine: StartEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    need("sclang")
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setenv("QTWEBENGINE_DISABLE_SANDBOX", "1")
    engine = start_engine(3, "1,class:2,gesture:2")
    with Client(port=engine.control_port) as client:
        teach(client)
        sketch = client.write_sketch("supercollider")
        with Program(["sclang", sketch], tmp_path) as program:
            program.wait_for(f"listening at port {engine.out_port}")
            moves(client)
            program.wait_for(r"^outputs: outputs-1: 0\.[12]\d*  outputs-2: left")
            program.wait_for(r"^outputs: outputs-1: 0\.[89]\d*  outputs-2: right")
            send_gesture(engine, 2)
            program.wait_for("^gesture: ")
        assert not [line for line in program.lines if "ERROR" in line]


def test_a_p5_sketch_and_its_bridge_play_a_project(start_engine: StartEngine, tmp_path: Path) -> None:
    need("node", "npm")
    engine, page_port = start_engine(3, "1,class:2,gesture:2"), free_port()
    with Client(port=engine.control_port) as client:
        teach(client)
        folder = client.write_sketch("p5").parent
        shutil.copy(HERE / "sketch_browser.mjs", folder)
        command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--omit=optional"]
        subprocess.run(command, cwd=folder, check=True, timeout=100)
        with Program(["node", "bridge.mjs", str(page_port)], folder) as bridge:
            bridge.wait_for("open http://localhost")
            with Program(["node", "sketch_browser.mjs", str(page_port)], folder) as page:
                page.wait_for("connected")
                for x, word in ((0.125, "left"), (0.875, "right")):
                    page.type(f"slide 0 {x}")
                    ask_until(
                        lambda: client.values()["inputs"],
                        lambda found, x=x: found == pytest.approx([x, 0.5, 0.5], abs=1e-6),
                    )
                    wanted = {f"outputs-1: {x:.3f}", f"outputs-2: {word}"}
                    ask_until(lambda: set(page.lines), lambda lines, wanted=wanted: wanted <= lines)
                assert any(re.match(r"/outputs-2: left \S+  right", line) for line in page.lines)
                send_gesture(engine, 1)
                page.wait_for("^gesture|^outputs-3")


def test_a_max_sketch_hangs_together(start_engine: StartEngine) -> None:
    engine = start_engine(3, "1,class:2,gesture:2")
    with Client(port=engine.control_port) as client:
        client.configure_output(2, send_distribution=True)
        patcher = json.loads(client.write_sketch("max").read_text("utf-8"))["patcher"]
    boxes = {each["box"]["id"]: each["box"] for each in patcher["boxes"]}
    texts = {box.get("text") for box in boxes.values()}
    assert {f"udpsend 127.0.0.1 {engine.port}", f"udpreceive {engine.out_port}"} <= texts
    assert {"pak 0.5 0.5 0.5", "prepend /wek/inputs", "unpack 0. 0. 0. 0."} <= texts
    (route,) = (box for box in boxes.values() if box.get("text", "").startswith("route "))
    assert route["text"].split()[1] == "/wek/outputs" and "/outputs-2" in route["text"].split()
    assert route["numoutlets"] == len(route["text"].split())
    fed = set()
    for line in (each["patchline"] for each in patcher["lines"]):
        (source, outlet), (destination, inlet) = line["source"], line["destination"]
        assert outlet < boxes[source]["numoutlets"]
        assert inlet < boxes[destination]["numinlets"]
        fed.add(destination)
    ends = [box for box in boxes.values() if box["maxclass"] in ("newobj", "button")]
    starts = ("loadmess", "udpreceive")
    assert all(box["id"] in fed for box in ends if not box.get("text", "").startswith(starts))


HOSTILE = '"); import os; os.system("x"); (" */ \\u0022 \'\n; $1, | {#}'


def hostile_project() -> Project:
    """Sources at two ports, and names that would be code if they were not quoted."""
    project = new_project(2, "1,class:2,gesture:2")
    made = set_sources(
        project,
        [
            {"address": "/accel", "inputs": 2, "port": 7_001, "names": [HOSTILE, "b"]},
            {"address": "/fader/{n}", "inputs": 2},
        ],
    )
    continuous, classes, gestures = made.outputs
    assert isinstance(gestures, GestureOutput)
    named = msgspec.structs.replace(
        gestures, gestures=(Gesture(HOSTILE, "/a_gesture"), Gesture("ok", "/deep/er/gesture"))
    )
    return msgspec.structs.replace(
        made,
        outputs=(
            msgspec.structs.replace(continuous, name=HOSTILE, send_novelty=False),
            msgspec.structs.replace(classes, class_names=(HOSTILE, "演奏")),
            named,
        ),
    )


@pytest.mark.parametrize("environment", [environment.id for environment in ENVIRONMENTS])
def test_names_of_strangers_are_no_code(tmp_path: Path, environment: str) -> None:
    sketch = write_sketch(tmp_path, environment, facts_of(hostile_project(), HOSTILE, 6_448))
    text = sketch.read_text("utf-8")
    if environment == "python":
        found: dict[str, object] = {"__name__": "sketch"}
        exec(compile(text, str(sketch), "exec"), found)
        assert found["INPUTS"] == [
            ("/accel", 7_001, [" ".join(HOSTILE.split()), "b"]),
            ("/fader/1", 6_448, found["INPUTS"][1][2]),  # type: ignore[index]
            ("/fader/2", 6_448, found["INPUTS"][2][2]),  # type: ignore[index]
        ]
    elif environment == "processing":
        compiled(text, tmp_path)
    elif environment == "p5":
        need("node")
        for file in ("sketch.js", "bridge.mjs"):
            subprocess.run(["node", "--check", sketch.with_name(file)], check=True, timeout=30)
    elif environment == "max":
        words = [each["box"].get("text", "") for each in json.loads(text)["patcher"]["boxes"]]
        assert not [word for word in words if set(word) & set(";,$()\"'\\{}")]
    elif environment == "puredata":
        assert not re.search(r"\(|\"|os\.system\(", text)
        assert all(line.startswith("#") and line.count(";") == 1 for line in text.splitlines())
    else:
        need("sclang")
        check = tmp_path / "check.scd"
        check.write_text(f'if("{sketch}".load.isNil) {{ "refused".postln }} {{ "loaded".postln }}; 0.exit;')
        environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_DISABLE_SANDBOX": "1"}
        done = subprocess.run(["sclang", check], capture_output=True, text=True, timeout=60, env=environ)
        assert "listening at port" in done.stdout and "ERROR" not in done.stdout, done.stdout[-2_000:]


def test_a_sketch_that_a_person_changed_is_never_overwritten(start_engine: StartEngine) -> None:
    engine = start_engine(2, "1")
    with Client(port=engine.control_port) as client:
        first = client.write_sketch("python")
        assert client.write_sketch("python") == first, "there is one like it"
        first.write_text("mine")
        second = client.write_sketch("python")
        assert second.parent.name == "example_python_2" and first.read_text() == "mine"
        client.set_inputs(3)
        third = client.write_sketch("python")
        assert third.parent.name == "example_python_3" and second.is_file()
        copy = Path(client.copy_project("copy"))
        assert (copy / first.relative_to(engine.folder)).read_text() == "mine"


def test_sketches_are_written_nowhere_else(start_engine: StartEngine, tmp_path: Path) -> None:
    engine = start_engine(2, "1")
    (tmp_path / "elsewhere").mkdir()
    with Client(port=engine.control_port) as client:
        with pytest.raises(Problem, match="no sketch for"):
            client.write_sketch("../python")
        (engine.folder / "sketches").symlink_to(tmp_path / "elsewhere")
        with pytest.raises(Problem, match="is a link"):
            client.write_sketch("python")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_patch_refuses_addresses_that_it_cannot_hold(tmp_path: Path) -> None:
    project = msgspec.structs.replace(new_project(2, "1"), input_address="/a;b")
    facts = facts_of(project, "piece", 6_448)
    for environment in ("puredata", "max"):
        with pytest.raises(Problem, match="cannot hold the address"):
            write_sketch(tmp_path, environment, facts)
    assert write_sketch(tmp_path, "python", facts).is_file()
