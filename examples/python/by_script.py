"""Demonstrates, trains and plays, all by itself.

The inputs go by UDP, as from any sensor, and the outputs come back by UDP, as to any synthesizer; the buttons
(record, train, run) are pressed with wekipy's client.

    wekipy serve --inputs 2 --outputs 1,class:2
    python by_script.py [--port 6448] [--out-port 12000] [--control-port 6449]
"""

import argparse
import random
import time

from pythonosc.dispatcher import Dispatcher
from pythonosc.osc_server import BlockingOSCUDPServer
from pythonosc.udp_client import SimpleUDPClient

from wekipy.client import Client

DEMONSTRATIONS = [  # where the hand is (x, y), and what it should do there (pitch 0 to 1, sound 1 or 2)
    ((0.1, 0.1), (0.0, 1)),
    ((0.1, 0.9), (0.3, 1)),
    ((0.9, 0.1), (0.7, 2)),
    ((0.9, 0.9), (1.0, 2)),
]


class Hand:
    """A sensor: sends where it is, shaking a little as hands do."""

    def __init__(self, port: int) -> None:
        self._client = SimpleUDPClient("127.0.0.1", port)

    def hold(self, x: float, y: float, seconds: float) -> None:
        for _ in range(round(seconds * 60)):
            self.send(random.gauss(x, 0.01), random.gauss(y, 0.01))
            time.sleep(1 / 60)

    def send(self, x: float, y: float) -> None:
        self._client.send_message("/wek/inputs", [x, y])


class Outputs(BlockingOSCUDPServer):
    """Receives what the engine sends."""

    def __init__(self, port: int) -> None:
        dispatcher = Dispatcher()
        dispatcher.map("/wek/outputs", lambda _address, *values: self._answers.append(values))
        super().__init__(("127.0.0.1", port), dispatcher)
        self._answers: list[tuple[float, ...]] = []

    def next(self) -> tuple[float, ...]:
        while not self._answers:
            self.handle_request()
        return self._answers.pop(0)


def demonstrate(engine: Client, hand: Hand) -> None:
    for place, targets in DEMONSTRATIONS:
        with engine.recording(targets):
            hand.hold(*place, seconds=0.5)
        print("demonstrated", *targets, "at", *place, flush=True)


def play(hand: Hand, outputs: Outputs) -> None:
    for step in range(17):
        place = 0.1 + 0.05 * step
        hand.send(place, place)
        pitch, sound = outputs.next()
        print(f"at {place:.2f} {place:.2f}: pitch {pitch:.2f}, sound {sound:.0f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Demonstrates, trains and plays.")
    parser.add_argument("--port", type=int, default=6448, help="where the engine listens")
    parser.add_argument("--out-port", type=int, default=12000, help="where it sends")
    parser.add_argument("--control-port", type=int, default=6449, help="where it is controlled")
    ports = parser.parse_args()
    hand = Hand(ports.port)
    with Outputs(ports.out_port) as outputs, Client(port=ports.control_port) as engine:
        engine.delete_all_examples()
        demonstrate(engine, hand)
        engine.train()
        engine.start_running()
        play(hand, outputs)


if __name__ == "__main__":
    main()
