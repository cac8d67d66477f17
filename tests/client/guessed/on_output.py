"""A callback with the values that are sent."""

import queue

import wekipy

arrived: "queue.Queue[list[float]]" = queue.Queue()

with wekipy.serve(inputs=1, outputs=1) as engine, engine.client() as w:

    @w.on_output
    def play(values: list[float]) -> None:
        arrived.put(values)

    w.add_examples([[0.0], [1.0]], [0.25, 0.75])
    w.train()
    w.start_running()
    w.take_inputs(1.0)
    while abs(arrived.get(timeout=20)[0] - 0.75) > 0.1:
        pass
