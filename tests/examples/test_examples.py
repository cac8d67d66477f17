"""Every example that can run here, against a real engine: it demonstrates, and right answers arrive in it."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from example_program import EXAMPLES, Program, need, with_ports
from processing_sketch import compiled
from waiting import ask_until

from wekipy.child import free_port
from wekipy.client import Client
from wekipy.project.sources import read_source
from wekipy.rehearsal.engine_process import EngineProcess

HERE = Path(__file__).parent

StartEngine = Callable[..., EngineProcess]


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """installed(name): a copy of an example of Node with its packages; made once."""
    made: dict[str, Path] = {}

    def install(name: str) -> Path:
        need("node", "npm")
        if name not in made:
            folder = tmp_path_factory.mktemp("npm") / name
            shutil.copytree(EXAMPLES / name, folder, ignore=shutil.ignore_patterns("node_modules"))
            command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--omit=optional"]
            subprocess.run(command, cwd=folder, check=True, timeout=100)
            made[name] = folder
        return made[name]

    return install


def until(engine: Client, condition: Callable[[dict[str, Any]], bool], timeout: float = 20.0) -> None:
    """Wait until the engine's latest values are so."""
    end = time.monotonic() + timeout
    while not condition(values := engine.values()):
        assert time.monotonic() < end, f"not within {timeout:g} s: {values}"


def demonstrate_sides(engine: Client) -> None:
    """With a point that goes in circles: 0 and class 1 while it is left, 1 and class 2 while it is right."""
    # The left side is entered from the right, so that all of it is demonstrated wherever the point began.
    until(engine, lambda values: values["inputs"][0] > 0.7)
    for targets, begins, ends in (
        ((0, 1), lambda x: x < 0.3, lambda x: x > 0.4),
        ((1, 2), lambda x: x > 0.7, lambda x: x < 0.6),
    ):
        until(engine, lambda values, begins=begins: begins(values["inputs"][0]))
        with engine.recording(targets):
            until(engine, lambda values, ends=ends: ends(values["inputs"][0]))
    engine.train(timeout=30)
    engine.start_running()


def test_python_script_demonstrates_and_plays(start_engine: StartEngine, tmp_path: Path) -> None:
    engine = start_engine(2, "1,class:2")
    ports = ["--port", engine.port, "--out-port", engine.out_port, "--control-port", engine.control_port]
    with Program([sys.executable, EXAMPLES / "python/by_script.py", *map(str, ports)], tmp_path) as script:
        assert script.finish() == 0
        first = script.wait_for(r"at 0\.10 0\.10: pitch (\S+), sound (\d)")
        last = script.wait_for(r"at 0\.90 0\.90: pitch (\S+), sound (\d)")
    assert float(first[1]) == pytest.approx(0.0, abs=0.1)
    assert float(last[1]) == pytest.approx(1.0, abs=0.1)
    assert (first[2], last[2]) == ("1", "2")


def test_python_mouse_and_bars(start_engine: StartEngine, tmp_path: Path) -> None:
    engine = start_engine(2, "1,class:2")
    receive = [sys.executable, EXAMPLES / "python/receive.py", "--port", str(engine.out_port)]
    mouse = [sys.executable, EXAMPLES / "python/mouse.py", "--port", str(engine.port)]
    with (
        Program(receive, tmp_path) as bars,
        Program(mouse, tmp_path, without=["DISPLAY"]) as sender,
        Client(port=engine.control_port) as client,
    ):
        bars.wait_for("listening")
        sender.wait_for("circle")
        demonstrate_sides(client)
        bars.wait_for("/wekinator/status/done-training")
        full = "█" * 20
        for _ in range(2):
            bars.wait_for(rf"^ +-?0\.0\d +1\.00 {full}")
            bars.wait_for(rf"^ +(1\.0\d|0\.9\d) █{{18,}} * 2\.00 {full}")


def test_two_sensors_in_messages_of_their_own(start_engine: StartEngine, tmp_path: Path) -> None:
    engine = start_engine(2, "1")
    sensors = [sys.executable, EXAMPLES / "python/two_sensors.py", "--port", str(engine.port)]
    command = (EXAMPLES / "python/README.md").read_text("utf-8").partition("wekipy set MY.wekipy sources ")[2]
    texts = [word.strip('"') for word in command.partition("`")[0].split() if word != "--source"]
    with Client(port=engine.control_port) as client, Program(sensors, tmp_path) as sender:
        sender.wait_for("sending")
        client.set_sources(*map(read_source, texts))
        assert client.inputs == ("tilt-x", "tilt-y", "tilt-z", "fader-1", "fader-2")
        ask_until(client.sources, lambda rows: all(row["count"] for row in rows))
        ask_until(lambda: client.values()["inputs"], lambda x: x[2] == 0.5 and all(x[3:]))


def test_a_noisy_accelerometer_is_told_apart_through_blocks(
    start_engine: StartEngine, tmp_path: Path
) -> None:
    engine = start_engine(3, "class:5")
    ports = ["--port", engine.port, "--out-port", engine.out_port, "--control-port", engine.control_port]
    command = [sys.executable, EXAMPLES / "python/noisy_accelerometer.py", *map(str, ports)]
    with Program([*command, "--seconds", "0.5"], tmp_path) as script:
        figures = r": (\d+) % right, the answer changes (\S+) times a second"
        raw = script.wait_for(f"^inputs as they arrive{figures}")
        script.wait_for("magnitude.deviation")
        better = script.wait_for(f"^through the blocks{figures}")
        assert script.finish() == 0
    assert int(better[1]) > int(raw[1]) + 10
    assert float(better[2]) < float(raw[2]) / 4


def sketch_of(name: str, engine: EngineProcess, folder: Path) -> list[str | Path]:
    """The command that runs a Processing sketch at an engine's ports."""
    file = EXAMPLES / "processing" / name / f"{name}.pde"  # a sketch is in a folder of its name
    folder.mkdir()
    text = file.read_text("utf-8").replace("6448", str(engine.port)).replace("12000", str(engine.out_port))
    return compiled(text.replace("9000", str(free_port())), folder)


def test_processing_sketches_demonstrate_and_draw(start_engine: StartEngine, tmp_path: Path) -> None:
    engine = start_engine(2, "3")
    with (
        Program(sketch_of("mouse_inputs", engine, tmp_path / "mouse"), tmp_path) as mouse,
        Program(sketch_of("circle_outputs", engine, tmp_path / "circle"), tmp_path) as circle,
        Client(port=engine.control_port) as client,
    ):
        mouse.wait_for("ready")
        circle.wait_for("ready")
        for key, x, y in ((1, 96, 96), (2, 240, 384), (3, 384, 144)):
            mouse.type(f"mouse {x} {y}", f"press {key}")
            mouse.type(*[f"mouse {x + n % 3} {y + n % 2}" for n in range(20)], f"release {key}")
        mouse.type("press t")
        client.wait_until(lambda state: len(state["takes"]) == 3)
        client.wait_until(lambda state: all(o["model"]["state"] == "ready" for o in state["outputs"]))
        mouse.type("press p")
        client.wait_until(lambda state: state["running"])
        for x, y, place, size in ((96, 96, 0.2, 0.2), (384, 144, 0.8, 0.4)):
            mouse.type(f"mouse {x} {y}")
            until(client, lambda values, at=x / 480: values["inputs"][0] == pytest.approx(at, abs=1e-6))
            end = time.monotonic() + 20
            while True:
                circle.type("mouse 0 0")  # draws
                drawn = [float(number) for number in circle.wait_for("^ellipse (.*)")[1].split()]
                if drawn == pytest.approx([place * 480, 240, size * 200, size * 200], abs=30):
                    break
                assert time.monotonic() < end, drawn
        mouse.type("press x")
        client.wait_until(lambda state: state["examples"] == 0)


class Hands:
    """Press the buttons and move the sliders of the Pd patch, from outside."""

    def __init__(self, port: int) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.connect(("127.0.0.1", port))

    def do(self, receiver: str, value: object) -> None:
        self._socket.send(f"{receiver} {value};\n".encode())

    def __enter__(self) -> Hands:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()


def test_pure_data_patch(start_engine: StartEngine, tmp_path: Path) -> None:
    need("pd")
    engine, hands_port = start_engine(2, "2"), free_port()
    patch = with_ports(
        EXAMPLES / "puredata/wekinator.pd",
        tmp_path / "wekinator.pd",
        {6448: engine.port, 12000: engine.out_port},
    )
    driver = with_ports(HERE / "hands.pd", tmp_path / "hands.pd", {12001: hands_port})
    command = ["pd", "-nogui", "-noaudio", "-nomidi", "-stderr", "-open", patch, "-open", driver]
    with (
        Program(command, tmp_path) as pd,
        Hands(hands_port) as hands,
        Client(port=engine.control_port) as client,
    ):
        pd.wait_for("ready: bang")
        for place, targets in (((0.125, 0.25), (0.0, 0.75)), ((0.75, 0.5), (1.0, 0.25))):
            demonstrate_with_pd(hands, client, place, targets)
        hands.do("wek-train", "bang")
        pd.wait_for("trained: bang")
        hands.do("wek-run", 1)
        client.wait_until(lambda state: state["running"])
        for place, expected in (((0.75, 0.5), (1.0, 0.25)), ((0.125, 0.25), (0.0, 0.75))):
            move_with_pd(hands, client, place)
            wait_for_outputs(pd, expected)
        hands.do("wek-run", 0)
        client.wait_until(lambda state: not state["running"])


def move_with_pd(hands: Hands, client: Client, place: tuple[float, float]) -> None:
    hands.do("wek-x", place[0])
    hands.do("wek-y", place[1])
    until(client, lambda values: values["inputs"] == pytest.approx(place, abs=1e-6))


def demonstrate_with_pd(
    hands: Hands, client: Client, place: tuple[float, float], targets: tuple[float, float]
) -> None:
    x, y = place
    move_with_pd(hands, client, place)
    hands.do("wek-target-1", targets[0])
    hands.do("wek-target-2", targets[1])
    until(client, lambda values: values["targets"] == pytest.approx(targets, abs=1e-6))
    hands.do("wek-record", 1)
    client.wait_until(lambda state: state["recording"] is not None)
    for shake in range(-2, 3):
        move_with_pd(hands, client, (x + 0.01 * shake, y + 0.005 * shake))
    hands.do("wek-record", 0)
    assert client.wait_until(lambda state: state["recording"] is None)["takes"][-1]["examples"] >= 5


def wait_for_outputs(program: Program, expected: tuple[float, ...], beginning: str = "outputs:") -> None:
    """Wait until the program prints outputs that are near these."""
    end = time.monotonic() + 20.0
    while True:
        line = program.wait_for(f"^{beginning}", timeout=max(0.001, end - time.monotonic())).string
        numbers = [float(word) for word in line.removeprefix(beginning).split()]
        if numbers == pytest.approx(expected, abs=0.08):
            return


def test_openframeworks_app_compiles_against_the_signatures_that_it_uses() -> None:
    need("g++")
    sources = sorted((EXAMPLES / "openframeworks/src").glob("*.cpp"))
    assert [source.name for source in sources] == ["main.cpp", "ofApp.cpp"]
    command = ["g++", "-std=c++17", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", "-I", HERE / "of_stub"]
    done = subprocess.run(
        [*map(str, command), *map(str, sources)], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    wanted = {"train", "startRunning", "stopRunning", "startRecording", "stopRecording", "deleteAllExamples"}
    assert all(f'control("{name}")' in sources[1].read_text("utf-8") for name in wanted)


def test_max_patch_hangs_together() -> None:
    patcher = json.loads((EXAMPLES / "max/wekinator.maxpat").read_text("utf-8"))["patcher"]
    boxes = {each["box"]["id"]: each["box"] for each in patcher["boxes"]}
    assert {"udpsend 127.0.0.1 6448", "udpreceive 12000"} <= {box.get("text") for box in boxes.values()}
    for line in (each["patchline"] for each in patcher["lines"]):
        (source, outlet), (destination, inlet) = line["source"], line["destination"]
        assert outlet < boxes[source]["numoutlets"]
        assert inlet < boxes[destination]["numinlets"]


def test_node_sensor(start_engine: StartEngine, installed: Callable[[str], Path]) -> None:
    folder = installed("node")
    engine = start_engine(2, "1,class:2")
    with (
        Program(["node", "sensor.mjs", str(engine.port), str(engine.out_port)], folder) as sensor,
        Client(port=engine.control_port) as client,
    ):
        sensor.wait_for("listening")
        demonstrate_sides(client)
        sensor.wait_for("/wekinator/status/done-training")
        for _ in range(2):
            left = sensor.wait_for(r"^0\.[12]\d \S+ -> (\S+) (\S+)")
            right = sensor.wait_for(r"^0\.[89]\d \S+ -> (\S+) (\S+)")
            assert (left[2], right[2]) == ("1.00", "2.00")
            assert float(left[1]) == pytest.approx(0.0, abs=0.15)
            assert float(right[1]) == pytest.approx(1.0, abs=0.15)


def test_node_remote_control_with_the_wekinator_package(
    start_engine: StartEngine, installed: Callable[[str], Path]
) -> None:
    folder = installed("node")
    engine = start_engine(2, "1,class:2")
    with Program(["node", "remote.mjs", str(engine.port), str(engine.out_port)], folder) as remote:
        remote.wait_for("ready")
        for x, y, level, number in ((0.2, 0.2, 0, 1), (0.8, 0.7, 1, 2)):
            remote.type(f"outputs {level} {number}", "record")
            remote.type(*(f"inputs {x + 0.01 * n} {y + 0.01 * n}" for n in range(8)), "stop")
        remote.type("train")
        remote.wait_for("/wekinator/status/done-training")
        remote.type("run", "inputs 0.2 0.2")
        wait_for_outputs(remote, (0, 1), "/wek/outputs")
        remote.type("inputs 0.8 0.7")
        wait_for_outputs(remote, (1, 2), "/wek/outputs")
        remote.type("halt", "delete", "nonsense")
        remote.wait_for("commands: outputs, inputs")
        with Client(port=engine.control_port) as client:
            client.wait_until(lambda state: not state["running"] and state["examples"] == 0)


def test_p5_page_and_bridge(start_engine: StartEngine, installed: Callable[[str], Path]) -> None:
    folder = installed("p5")
    shutil.copy(HERE / "browser.mjs", folder)
    engine, page_port = start_engine(2, "3"), free_port()
    ports = [str(engine.port), str(engine.out_port), str(page_port)]
    with (
        Program(["node", "bridge.mjs", *ports], folder) as bridge,
        Client(port=engine.control_port) as client,
    ):
        bridge.wait_for("open http://localhost")
        with Program(["node", "browser.mjs", str(page_port)], folder) as page:
            assert page.wait_for("another page is (.*)")[1] == "refused"
            page.wait_for("connected")
            for key, x, y in ((1, 0.2, 0.2), (2, 0.5, 0.8), (3, 0.8, 0.3)):
                page.type(f"mouse {x} {y}")
                until(client, lambda values, at=(x, y): values["inputs"] == pytest.approx(at, abs=1e-6))
                page.type(f"press {key}")
                client.wait_until(lambda state: state["recording"] is not None)
                for shake in (0.01, 0.02, 0.03):
                    page.type(f"mouse {x + shake} {y}")
                    until(
                        client,
                        lambda values, x=x + shake: values["inputs"][0] == pytest.approx(x, abs=1e-6),
                    )
                page.type("release")
                client.wait_until(lambda state, n=key: len(state["takes"]) == n)
            page.type("press t")
            client.wait_until(lambda state: all(o["model"]["state"] == "ready" for o in state["outputs"]))
            page.type("press p")
            for x, y, picture in ((0.2, 0.2, (0.2, 0.2)), (0.5, 0.8, (0.5, 0.9)), (0.8, 0.3, (0.8, 0.4))):
                page.type(f"mouse {x} {y}")
                wait_for_outputs(page, picture, "circle")


def test_liblo_commands(start_engine: StartEngine, tmp_path: Path) -> None:
    need("oscsend", "oscdump")
    engine = start_engine(2, "1,class:2")
    with Program(["oscdump", "-L", str(engine.out_port)], tmp_path) as dump:
        with Program(["sh", EXAMPLES / "liblo/demonstrate.sh", str(engine.port)], tmp_path) as script:
            assert script.finish() == 0, script.lines
        dump.wait_for("/wekinator/status/done-training")
        for place, level, number in (("0.2 0.2", 0, 1), ("0.8 0.7", 1, 2)):
            send = f"oscsend 127.0.0.1 {engine.port} /wek/inputs ff {place}"
            subprocess.run(send.split(), check=True, timeout=10)
            answer = dump.wait_for(r"/wek/outputs ff (\S+) (\S+)")
            assert float(answer[1]) == pytest.approx(level, abs=0.1)
            assert float(answer[2]) == number
