"""A callback may close the client; who asks afterwards is told so."""

import threading

import wekipy

closed = threading.Event()

with wekipy.serve(inputs=1, outputs=1) as engine:
    w = engine.client()

    @w.on_event
    def leave(kind: str, text: str) -> None:
        w.close()
        closed.set()

    engine.rename_outputs("volume")
    assert closed.wait(20)
    try:
        w.state()
    except wekipy.ConnectionLost as lost:
        assert "closed" in str(lost)
    assert engine.outputs[0].name == "volume"
