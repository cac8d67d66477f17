"""Inputs and outputs have names."""

import wekipy

with wekipy.serve(inputs=2, outputs="1,class:3") as engine, engine.client() as w:
    w.rename_inputs("x", "y")
    w.rename_outputs("volume", "chord")
    w.name_classes(2, "C", "F", "G")
    assert w.inputs == ("x", "y")
    volume, chord = w.outputs
    assert volume.name == "volume"
    assert volume.kind == "continuous"
    assert chord.class_names == ("C", "F", "G")
    assert chord.model.state == "none"
    print(w.outputs)
