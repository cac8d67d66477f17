"""Running before training says what is missing."""

import wekipy

with wekipy.serve(inputs=1, outputs=1) as engine, engine.client() as w:
    try:
        w.start_running()
    except wekipy.Problem as problem:
        assert "model" in str(problem), problem
        assert "train" in str(problem), problem
    else:
        raise AssertionError("nothing can answer, and nobody said so")
    assert not w.state().running
    w.add_examples([[0.0], [1.0]], [0.0, 1.0])
    w.train()
    w.start_running()
    assert w.state().running
