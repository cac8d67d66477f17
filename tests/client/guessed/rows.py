"""One example at a time, one target for many, lists and tuples."""

import wekipy

with wekipy.serve(inputs=2, outputs="1,class:2") as engine, engine.client() as w:
    w.add_examples([0.1, 0.2], [0.5, 1])  # one example
    w.add_examples([[0.8, 0.9], [0.9, 0.8], (0.85, 0.85)], [1.0, 2])  # three with the same targets
    w.set_targets(0.3, 2)
    w.set_targets([0.3, 2])
    w.set_targets((0.3, 2))
    assert [take.examples for take in w.takes] == [1, 3]
    assert w.takes[1].targets == {1: 1.0, 2: 2.0}
    w.train()
    w.start_running()
    assert w.take_inputs([0.9, 0.9]) == w.take_inputs(0.9, 0.9)
