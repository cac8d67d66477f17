"""Record what a sensor sends, with targets, for some seconds."""

import threading

from pythonosc.udp_client import SimpleUDPClient

import wekipy


def sensor(port: int, done: threading.Event) -> None:
    client = SimpleUDPClient("127.0.0.1", port)
    while not done.wait(0.01):
        client.send_message("/wek/inputs", [0.1, 0.2])


with wekipy.serve(inputs=2, outputs=2) as engine, wekipy.Client(port=engine.control_port) as w:
    done = threading.Event()
    thread = threading.Thread(target=sensor, args=(engine.port, done))
    thread.start()
    w.wait_for(lambda live: len(live.inputs) == 2 and live.inputs.tolist()[1] > 0, timeout=20)
    try:
        take = w.record(targets=[0.25, 0.75], seconds=0.5)
        with w.recording([0.9, 0.1]):
            w.wait_until(lambda state: state.recording == 2)
            w.wait_for(lambda live: live.targets.tolist()[0] > 0.5)
    finally:
        done.set()
        thread.join()
    assert take.number == 1
    assert take.examples > 5
    assert w.takes[0].targets == {1: 0.25, 2: 0.75}
