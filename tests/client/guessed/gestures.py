"""Gestures: movements that are recognised as they end."""

import math

import wekipy

circle = [[math.cos(n / 5), math.sin(n / 5)] for n in range(32)]
line = [[n / 16 - 1, 0.0] for n in range(32)]

with wekipy.serve(inputs=2, outputs="gesture:2") as engine, engine.client() as w:
    w.rename_gestures("circle", "line")
    w.add_gesture(1, circle)
    w.add_gesture(2, line)
    w.wait_until(lambda state: state.outputs[0].model.state == "ready")
    gestures = w.outputs[0].gestures
    assert [gesture.name for gesture in gestures] == ["circle", "line"]
    assert [gesture.examples for gesture in gestures] == [1, 1]
    assert w.takes[0].gesture == 1
