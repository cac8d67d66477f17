"""A callback may ask the client, as often as it likes."""

import threading

import wekipy

running = threading.Event()

with wekipy.serve(inputs=1, outputs=1) as engine, engine.client() as w:

    def listen(kind: str, text: str) -> None:
        if kind == "running" and w.state().running:
            running.set()

    w.on_event = listen
    w.add_examples([[0.0], [1.0]], [0.0, 1.0])
    w.train()
    w.start_running()
    assert running.wait(20)
