"""The recipes of the README, copied as they are printed: they set outputs, record, train and play."""

from __future__ import annotations

import re
import shlex
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from example_program import Program, need
from processing_sketch import compiled

from wekipy.child import free_port
from wekipy.client import Client
from wekipy.osc.codec import encode
from wekipy.rehearsal.engine_process import EngineProcess
from wekipy.rehearsal.link import Link

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
HERE, THERE = (0.2, 0.8, 0.5), (0.9, 0.1, 0.5)  # the outputs that all recipes demonstrate
StartEngine = Callable[..., EngineProcess]


def block(name: str) -> str:
    """What stands below a mark of the README, without its fences."""
    found = re.search(rf"<!-- {name} -->\n```\w+\n(.*?)```", README, re.DOTALL)
    assert found, name
    return found[1]


def near(values: Sequence[float], targets: Sequence[float]) -> bool:
    return list(values) == pytest.approx(targets, abs=0.1)


def ported(text: str, engine: EngineProcess) -> str:
    """With the ports of a test's engine."""
    return text.replace("6448", str(engine.port)).replace("12000", str(engine.out_port))


def message(words: str) -> bytes:
    """`/address 0.1 0.2` as a packet."""
    address, *numbers = words.split()
    return encode(address, *map(float, numbers))


def plays(client: Client) -> None:
    """What was demonstrated at two places is answered there, and something between them in the middle."""
    assert near(client.take_inputs(0.1, 0.5), HERE)
    assert near(client.take_inputs(0.9, 0.5), THERE)
    middle = client.take_inputs(0.5, 0.5)
    assert 0.3 < middle[0] < 0.8
    assert 0.2 < middle[1] < 0.7


def ready(client: Client) -> None:
    client.wait_until(lambda state: all(o["model"]["state"] == "ready" for o in state["outputs"]), timeout=30)


def running(client: Client) -> None:
    client.wait_until(lambda state: state["running"], timeout=30)


def test_the_messages_in_their_order(start_engine: StartEngine) -> None:
    engine = start_engine(2, "3")
    table = README.partition("<!-- messages -->")[2].partition("\n\n")[0]
    with Link(engine.port, engine.out_port) as link, Client(port=engine.control_port) as client:
        place = b""
        for line in table.strip().splitlines()[2:]:
            for words in re.findall(r"`(/[^`]+)`", line):
                if words.endswith(("stopRecording", "startRunning")):
                    for _ in range(20):  # meanwhile the sensor goes on sending
                        link.send(place)
                if words.endswith("startRunning"):
                    ready(client)
                link.send(message(words))
                place = message(words) if words.startswith("/wek/inputs") else place
        running(client)
        plays(client)


def test_python(start_engine: StartEngine, tmp_path: Path) -> None:
    engine = start_engine(2, "3")
    code = block("python")
    assert code.count("Client()") == 1
    script = tmp_path / "recipe.py"
    script.write_text(code.replace("Client()", f"Client(port={engine.control_port})"))
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stderr
    with Client(port=engine.control_port) as client:
        plays(client)


def test_processing(start_engine: StartEngine, tmp_path: Path) -> None:
    engine = start_engine(2, "3")
    command = compiled(ported(block("processing"), engine), tmp_path)
    with Program(command, tmp_path) as sketch, Client(port=engine.control_port) as client:
        sketch.wait_for("ready")
        for key, x in ((1, 40), (2, 360)):
            sketch.type(f"mouse {x} 200", f"press {key}", *[f"mouse {x + n % 3} 200" for n in range(20)])
            sketch.type("press space")
        sketch.type("press t")
        client.wait_until(lambda state: len(state["takes"]) == 2)
        ready(client)
        sketch.type("press p")
        running(client)
        sketch.type("mouse 40 200")
        answer = sketch.wait_for(r"^(0\.\d+) (0\.\d+) (0\.\d+)$")
        assert near([float(number) for number in answer.groups()], HERE)
        plays(client)


def chains(name: str) -> list[list[str]]:
    """The boxes of each line of a recipe of a patch."""
    found = [[box.strip() for box in line.split("→")] for line in block(name).splitlines()]
    assert all(box[0] == "[" and box[-1] in "](" for chain in found for box in chain)
    return found


ORDER = (0, 1, 2, 0, 0, 5, 3, 4, 2, 3, 3, 5, 6, 7)  # of the messages: where, what, begin, move, end, …


def test_max_messages(start_engine: StartEngine) -> None:
    engine = start_engine(2, "3")
    *sending, receiving = chains("max")
    assert receiving == ["[udpreceive 12000]", "[route /wek/outputs]", "[print]"]
    assert all(target == "[udpsend 127.0.0.1 6448]" for _, target in sending)
    with Link(engine.port, engine.out_port) as link, Client(port=engine.control_port) as client:
        for n in ORDER:
            if n == 7:
                ready(client)
            link.send(message(sending[n][0].strip("[(")))
        running(client)
        plays(client)


def patch(boxes: list[list[str]], clicks: int) -> str:
    """A Pd file of these chains, whose message boxes are also clicked by messages `click-N` from a port."""
    lines, numbers, wires = ["#N canvas 0 0 900 900 12;"], dict[str, int](), list[tuple[int, int]]()

    def add(kind: str, text: str) -> int:
        lines.append(f"#X {kind} 10 {20 * len(lines)} {text};")
        return len(lines) - 2

    for number, chain in enumerate(boxes):
        last = -1
        for box in chain:
            kind = "msg" if box.endswith("(") else "obj"
            if kind == "msg" or box not in numbers:
                made = add(kind, box[1:-1])
                if kind == "obj":
                    numbers[box] = made
                elif last < 0:  # a message box that is clicked, not one that is sent something
                    wires.append((add("obj", f"r click-{number}"), made))
            else:
                made = numbers[box]
            if last >= 0:
                wires.append((last, made))
            last = made
    receive, spread = add("obj", f"netreceive -u {clicks}"), add("obj", "list")
    say = add("msg", r"\; \$1 bang")
    wires += [(receive, spread), (spread, say), (add("obj", "loadbang"), add("obj", "print ready"))]
    wires = list(dict.fromkeys(wires))
    return "\n".join([*lines, *(f"#X connect {a} 0 {b} 0;" for a, b in wires)]) + "\n"


def test_puredata(start_engine: StartEngine, tmp_path: Path) -> None:
    need("pd")
    engine, clicks = start_engine(2, "3"), free_port()
    boxes = [[ported(box, engine) for box in chain] for chain in chains("puredata")]
    file = tmp_path / "recipe.pd"
    file.write_text(patch(boxes, clicks), "utf-8")
    sending = [n for n, chain in enumerate(boxes) if chain[-1] == "[s wekipy]"]
    command = ["pd", "-nogui", "-noaudio", "-nomidi", "-stderr", "-open", file]
    with (
        Program(command, tmp_path) as pd,
        Client(port=engine.control_port) as client,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as finger,
    ):
        pd.wait_for("ready: bang")
        for n in ORDER:
            if n == 7:
                ready(client)
            finger.sendto(f"click-{sending[n]};\n".encode(), ("127.0.0.1", clicks))
        running(client)
        pd.wait_for("wekinator status done-training")
        finger.sendto(f"click-{sending[0]};\n".encode(), ("127.0.0.1", clicks))
        answer = pd.wait_for(r"print: wek outputs (\S+) (\S+) (\S+)")
        assert near([float(number) for number in answer.groups()], HERE)
        plays(client)


def test_the_commands_of_the_readme_are_commands() -> None:
    section = README.partition("## Without a screen")[2].partition("\n## ")[0]
    commands = re.findall(r"^wekipy .*$", section, re.MULTILINE)
    assert len(commands) >= 9
    for command in commands:
        words = shlex.split(command, comments=True)
        done = subprocess.run(
            [sys.executable, "-m", *words[:2], "--help"], capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, command
        for option in (word for word in words if word.startswith("--")):
            assert option in done.stdout, command
