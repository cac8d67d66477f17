"""A sensor that sends elsewhere, or too much, is named."""

from pythonosc.udp_client import SimpleUDPClient

import wekipy

with wekipy.serve(inputs=2, outputs=1) as engine, engine.client() as w:
    sensor = SimpleUDPClient("127.0.0.1", engine.port)
    sensor.send_message("/accxyz", [0.1, 0.2, 0.3])
    sensor.send_message("/wek/inputs", [0.1, 0.2, 0.3])
    try:
        w.record([0.5], seconds=0.1)
    except wekipy.Problem as problem:
        assert "/accxyz" in str(problem), problem
        assert "/wek/inputs" in str(problem), problem
        assert "3" in str(problem), problem
    else:
        raise AssertionError("nothing was recorded, and nobody said so")
