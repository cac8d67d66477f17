"""python-osc: demonstrates two places to an engine, trains, runs, and prints what comes back.

python python_osc.py 6448 12000
"""

from __future__ import annotations

import sys

from pythonosc.dispatcher import Dispatcher
from pythonosc.osc_server import BlockingOSCUDPServer
from pythonosc.udp_client import SimpleUDPClient

engine_port, answer_port = map(int, sys.argv[1:])
client = SimpleUDPClient("127.0.0.1", engine_port)
dispatcher = Dispatcher()
server = BlockingOSCUDPServer(("127.0.0.1", answer_port), dispatcher)
received: list[tuple[str, ...]] = []
dispatcher.set_default_handler(lambda *message: received.append(message))


def say(*words: object) -> None:
    """Print a line at once."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def control(name: str, value: object = "") -> None:
    """Send a control message, with the argument that send_message demands."""
    client.send_message(f"/wekinator/control/{name}", value)


def receive(address: str) -> tuple[object, ...]:
    """The arguments of the next message with that address."""
    while not received or received[-1][0] != address:
        server.handle_request()
    return received[-1][1:]


for place, targets in (((0.125, 0.25), (0.25, 1)), ((0.75, 0.5), (0.75, 2))):
    control("outputs", targets)
    control("startRecording")
    for step in range(8):
        client.send_message("/wek/inputs", [value + 0.002 * step for value in place])
    control("stopRecording")
control("train")
receive("/wekinator/status/done-training")
say("trained")
control("startRunning", 1)
for place in ((0.125, 0.25), (0.75, 0.5)):
    received.clear()
    client.send_message("/wek/inputs", place)
    say("answer", *receive("/wek/outputs"))
