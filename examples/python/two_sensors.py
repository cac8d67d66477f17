"""Sends two sensors, each with a message of its own: a tilt of three numbers, and two faders, one by one.

The tilt comes 50 times a second; a fader is sent only when it moves, as real faders are.

    python two_sensors.py [--port 6448]
"""

import argparse
import math
import time

from pythonosc.udp_client import SimpleUDPClient

PAUSE = 0.02  # seconds between two messages of the tilt


def main() -> None:
    parser = argparse.ArgumentParser(description="Sends /tilt with three numbers, and /fader/1 and /fader/2.")
    parser.add_argument("--port", type=int, default=6448, help="where the engine listens")
    client = SimpleUDPClient("127.0.0.1", parser.parse_args().port)
    print("sending /tilt, /fader/1 and /fader/2", flush=True)
    frame = 0
    while True:
        angle = 2 * math.pi * frame * PAUSE / 3  # once around in three seconds
        client.send_message("/tilt", [math.cos(angle), math.sin(angle), 0.5])
        if frame % 10 == 0:
            fader = 1 + frame // 10 % 2
            client.send_message(f"/fader/{fader}", 0.5 + 0.5 * math.sin(angle / fader))
        frame += 1
        time.sleep(PAUSE)


if __name__ == "__main__":
    main()
