"""Shows the outputs as they arrive, each as a number and a bar (full at 1).

python receive.py [--port 12000]
"""

import argparse

from pythonosc.dispatcher import Dispatcher
from pythonosc.osc_server import BlockingOSCUDPServer

WIDTH = 20  # characters of a full bar


def show_outputs(_address: str, *values: float) -> None:
    bars = [f"{value:6.2f} {'█' * round(WIDTH * min(1, max(0, value))):{WIDTH}}" for value in values]
    print("  ".join(bars), flush=True)


def show_message(address: str, *values: object) -> None:
    print(address, *values, flush=True)  # the end of a training, class distributions


def main() -> None:
    parser = argparse.ArgumentParser(description="Shows the outputs as bars.")
    parser.add_argument("--port", type=int, default=12000, help="where the engine sends")
    port = parser.parse_args().port
    dispatcher = Dispatcher()
    dispatcher.map("/wek/outputs", show_outputs)
    dispatcher.set_default_handler(show_message)
    with BlockingOSCUDPServer(("127.0.0.1", port), dispatcher) as server:
        print(f"listening at port {port}", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
