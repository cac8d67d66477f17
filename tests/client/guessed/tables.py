"""Tables out and in again."""

from pathlib import Path

import wekipy

with wekipy.serve(inputs=2, outputs=1) as engine, engine.client() as w:
    w.rename_inputs("x", "y")
    w.add_examples([[0, 0], [1, 1]], [0.0, 1.0])
    file = w.export("examples.csv")
    assert file == Path("examples.csv").resolve()
    assert len(file.read_text().splitlines()) == 3
    imported = w.import_table("examples.csv")
    assert imported["takes"] == [2]
    assert w.state().examples == 4
    w.train()
    assert "predict" in w.export("sketch.js").read_text()
