"""The sending end of a sensor, and a client that notices silence."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pytest

from wekipy.client.sensor import Sensor
from wekipy.project.problem import Problem

if TYPE_CHECKING:
    from conftest import Stage

    MakeStage = Callable[..., Stage]


def test_a_sensor_is_heard_at_the_port_that_the_state_tells(stage: MakeStage) -> None:
    s = stage("--inputs", "3", "--outputs", "1")
    port = s.client.state()["port"]
    assert port == s.engine.port
    sensor = Sensor("127.0.0.1", port)
    end = time.monotonic() + 10
    while s.client.values()["inputs"] != [0.25, 0.5, 1.0]:
        sensor.send("/wek/inputs", np.array([0.25, 0.5, 1.0]))
        assert time.monotonic() < end
    with pytest.raises(Problem, match="OSC address"):
        sensor.send("inputs", np.zeros(3))
    sensor.close()


def test_a_client_knows_how_long_nothing_came(stage: MakeStage) -> None:
    client = stage("--inputs", "1").client
    sock = client._socket
    assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
    asked = time.monotonic()
    client.state()
    assert 0 <= client.silent <= time.monotonic() - asked
    client.subscribe(60)
    heard = client._heard
    end = time.monotonic() + 10
    while client._heard == heard:
        assert time.monotonic() < end
