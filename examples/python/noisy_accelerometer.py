"""A phone with a noisy accelerometer: five movements, learned from what arrives, then from blocks.

The phone is simulated: x, y and z in g, with noise of 5 % of the range and a slow drift. It is held flat,
tilted left, tilted right, shaken softly and shaken hard. A single noisy vector does not say which of them it
is, but the calm tilt and the strength of the shaking do: these are what two blocks make of the inputs.

    wekipy serve --inputs 3 --outputs class:5
    python noisy_accelerometer.py [--port 6448] [--out-port 12000] [--control-port 6449] [--seconds 1]
"""

import argparse
import math
import random
import time

from pythonosc.dispatcher import Dispatcher
from pythonosc.osc_server import BlockingOSCUDPServer
from pythonosc.udp_client import SimpleUDPClient

from wekipy.client import Client

RATE = 100  # vectors a second
NOISE = 0.1  # g, standard deviation: 5 % of the range from -1 to 1
DRIFT = 0.05  # g
SETTLING = 0.4  # seconds after each change of movement that do not count
MOVEMENTS = [  # name, tilt in degrees, strength of shaking in g
    ("flat", 0, 0.0),
    ("tilted left", -20, 0.0),
    ("tilted right", 20, 0.0),
    ("shaken softly", 0, 0.25),
    ("shaken hard", 0, 0.7),
]


class Phone:
    """Sends what its accelerometer measures."""

    def __init__(self, port: int) -> None:
        self._client = SimpleUDPClient("127.0.0.1", port)
        self._random = random.Random(5)
        self._sent = 0

    def send(self, tilt: float, shaking: float) -> None:
        now = self._sent / RATE
        self._sent += 1
        angle, shake = math.radians(tilt), shaking * math.sin(2 * math.pi * 5 * now)
        drift = DRIFT * math.sin(2 * math.pi * now / 20)
        exact = (math.sin(angle) + shake, 0.6 * shake, math.cos(angle) + 0.3 * shake)
        self._client.send_message("/wek/inputs", [self._random.gauss(a + drift, NOISE) for a in exact])


class Outputs(BlockingOSCUDPServer):
    """Receives the answers of the engine."""

    def __init__(self, port: int) -> None:
        dispatcher = Dispatcher()
        dispatcher.map("/wek/outputs", lambda _address, *values: self._answers.append(round(values[0])))
        super().__init__(("127.0.0.1", port), dispatcher)
        self._answers: list[int] = []

    def next(self) -> int:
        while not self._answers:
            self.handle_request()
        return self._answers.pop(0)


def record(engine: Client, phone: Phone, seconds: float) -> None:
    for _ in range(2):  # takes of each movement
        for number, (_, tilt, shaking) in enumerate(MOVEMENTS, 1):
            with engine.recording([number]):
                for _ in range(round(seconds * RATE)):
                    phone.send(tilt, shaking)
                    time.sleep(1 / RATE)


def play(phone: Phone, outputs: Outputs, seconds: float) -> tuple[float, float]:
    """Perform all movements; returns the share of right answers, and how often a second they flicker."""
    right = changes = counted = 0
    for number, (_, tilt, shaking) in enumerate(MOVEMENTS, 1):
        before = 0
        for n in range(round((SETTLING + seconds) * RATE)):
            phone.send(tilt, shaking)
            answer = outputs.next()
            if n >= SETTLING * RATE:
                right += answer == number
                changes += before not in (0, answer)
                counted += 1
                before = answer
            time.sleep(1 / RATE)
    return right / counted, changes / counted * RATE


def train_and_play(engine: Client, phone: Phone, outputs: Outputs, seconds: float, how: str) -> None:
    engine.train()
    engine.start_running()
    right, flickers = play(phone, outputs, seconds)
    engine.stop_running()
    print(f"{how}: {100 * right:.0f} % right, the answer changes {flickers:.1f} times a second", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="A noisy accelerometer, without and with blocks of stages.")
    parser.add_argument("--port", type=int, default=6448, help="where the engine listens")
    parser.add_argument("--out-port", type=int, default=12000, help="where it sends")
    parser.add_argument("--control-port", type=int, default=6449, help="where it is controlled")
    parser.add_argument("--seconds", type=float, default=1.0, help="of each take and movement")
    options = parser.parse_args()
    phone = Phone(options.port)
    with Outputs(options.out_port) as outputs, Client(port=options.control_port) as engine:
        engine.delete_all_examples()
        engine.set_blocks([])
        record(engine, phone, options.seconds)
        print(f"recorded {len(engine.state().takes)} takes, raw as they arrived", flush=True)
        train_and_play(engine, phone, outputs, options.seconds, "inputs as they arrive")
        # The same takes, seen differently: nothing is recorded again.
        engine.set_block("tilt", "low-pass:cutoff=1.5", inputs=[1, 2, 3])
        statistics = 'window:statistics="mean, deviation",seconds=0.3'
        engine.set_block("shaking", "high-pass:cutoff=1", "magnitude", statistics, inputs=[1, 2, 3])
        print("the models see now:", ", ".join(engine.state().features), flush=True)
        train_and_play(engine, phone, outputs, options.seconds, "through the blocks")


if __name__ == "__main__":
    main()
