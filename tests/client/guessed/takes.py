"""Takes are objects with attributes; edits can be undone."""

import wekipy

with wekipy.serve(inputs=1, outputs="class:2") as engine, engine.client() as w:
    w.add_examples([[0.0], [0.1]], 1, take="rest")
    w.add_examples([[0.9], [1.0], [1.1]], 2, take="bow")
    for take in w.takes:
        print(take.number, take.name, take.examples, take.seconds)
    assert [take.name for take in w.takes] == ["rest", "bow"]
    assert sum(take.examples for take in w.takes) == 5
    w.delete_takes(w.takes[0].number)
    assert len(w.takes) == 1
    assert w.undo() == "delete takes"
    assert len(w.takes) == 2
    w.redo()
    assert w.takes[0].name == "bow"
