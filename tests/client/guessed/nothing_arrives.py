"""Recording without a sensor says what is wrong."""

import wekipy

with wekipy.serve(inputs=2, outputs=1) as engine, engine.client() as w:
    try:
        w.record(targets=[0.5], seconds=0.1)
    except wekipy.Problem as problem:
        assert str(engine.port) in str(problem), problem
        assert "arrived" in str(problem), problem
    else:
        raise AssertionError("nothing was recorded, and nobody said so")
    assert w.takes == ()
