"""Wait for a value, an event or a state."""

import threading

import wekipy

with wekipy.serve(inputs=2, outputs=1) as engine, engine.client() as w:
    threading.Timer(0.2, lambda: w.take_inputs(0.25, 0.5)).start()
    live = w.wait_for(lambda live: live.inputs.tolist() == [0.25, 0.5], timeout=20)
    assert live.inputs.tolist() == [0.25, 0.5]
    threading.Timer(0.2, lambda: w.rename_outputs("volume")).start()
    assert "rename outputs" in w.wait_for("edited", timeout=20)
    state = w.wait_until(lambda state: state.outputs[0].name == "volume")
    assert state.undo == "rename outputs"
    try:
        w.wait_for(lambda live: False, timeout=0.1)
    except wekipy.Problem as problem:
        assert "0.1 s" in str(problem)
    else:
        raise AssertionError("it never came")
