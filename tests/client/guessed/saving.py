"""A project that stays: save, end, open it again."""

from pathlib import Path

import wekipy

with wekipy.serve("piece.wekipy", inputs=1, outputs=1) as engine, engine.client() as w:
    w.add_examples([[0.0], [1.0]], [0.0, 1.0])
    w.train()
    assert w.save() == str(engine.folder)
assert Path("piece.wekipy/project.json").exists()

with wekipy.serve("piece.wekipy", run=True) as engine:
    assert engine.takes[0].examples == 2
    assert engine.state().running
    assert engine.outputs[0].model.state == "ready"
