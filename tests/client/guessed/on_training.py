"""Progress of a training, as a callback and as an argument."""

import queue

import wekipy

reports: "queue.Queue[wekipy.Training]" = queue.Queue()
seen: list[float] = []

with wekipy.serve(inputs=1, outputs=2) as engine, engine.client() as w:
    w.on_training = reports.put
    w.add_examples([[0.0], [0.5], [1.0]], [[0.0, 1.0], [0.5, 0.5], [1.0, 0.0]])
    w.train(progress=lambda training: seen.append(training.progress))
    last = reports.get(timeout=20)
    while not last.done:
        last = reports.get(timeout=20)
    assert set(last.outputs) == {1, 2}
    assert last.progress == 1.0
    assert seen[-1] == 1.0
    assert all(0 <= share <= 1 for share in seen)
