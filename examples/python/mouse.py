"""Sends the mouse as two inputs (x and y, 0 to 1), 50 times a second.

Without a screen it sends a point that moves in a circle instead.

    python mouse.py [--port 6448]
"""

import argparse
import math
import time
import tkinter

from pythonosc.udp_client import SimpleUDPClient

PAUSE = 0.02  # seconds between two input messages


def send_mouse(window: tkinter.Tk, client: SimpleUDPClient) -> None:
    label = tkinter.Label(window, width=40, height=5)
    label.pack()

    def send() -> None:
        x = window.winfo_pointerx() / window.winfo_screenwidth()
        y = window.winfo_pointery() / window.winfo_screenheight()
        client.send_message("/wek/inputs", [x, y])
        label["text"] = f"x {x:.2f}   y {y:.2f}"
        window.after(int(PAUSE * 1000), send)

    send()
    window.mainloop()


def send_circle(client: SimpleUDPClient) -> None:
    while True:
        angle = 2 * math.pi * time.time() / 3  # once around in three seconds
        client.send_message("/wek/inputs", [0.5 + 0.4 * math.cos(angle), 0.5 + 0.4 * math.sin(angle)])
        time.sleep(PAUSE)


def main() -> None:
    parser = argparse.ArgumentParser(description="Sends the mouse as two inputs.")
    parser.add_argument("--port", type=int, default=6448, help="where the engine listens")
    client = SimpleUDPClient("127.0.0.1", parser.parse_args().port)
    try:
        window = tkinter.Tk(className="mouse")
    except tkinter.TclError:
        print("no screen: sending a point that moves in a circle", flush=True)
        send_circle(client)
    else:
        print("sending the mouse", flush=True)
        send_mouse(window, client)


if __name__ == "__main__":
    main()
