"""Inputs that come in several messages, at several ports, from several senders, on a real engine."""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pytest
from waiting import ask_until, until

from wekipy.child import free_port
from wekipy.osc.codec import encode
from wekipy.project.problem import Problem
from wekipy.rehearsal.link import Link

if TYPE_CHECKING:
    from on_stage import Stage

    MakeStage = Callable[..., Stage]

GYRO = {"address": "/gyro", "inputs": 2}
FADERS = {"address": "/fader/{n}", "inputs": 2}


def joined(stage: MakeStage, *sources: dict, **frames) -> Stage:
    s = stage("--inputs", "1", "--outputs", "1")
    s.client.set_sources(*sources, **frames)
    s.client.values()
    s._before = s._vectors()
    return s


def bundle(*packets: bytes) -> bytes:
    at_once = b"#bundle\0" + struct.pack(">Q", 1)
    return at_once + b"".join(struct.pack(">i", len(packet)) + packet for packet in packets)


def inputs_are(s: Stage, *values: float) -> bool:
    ask_until(lambda: s.client.values()["inputs"], lambda found: found == list(values))
    return True


def said(s: Stage, part: str) -> str:
    lines = ask_until(
        lambda: [line["text"] for line in s.client.messages() if part in line["text"]], lambda found: found
    )
    return str(lines[-1])


def test_several_addresses_are_one_vector(stage: MakeStage) -> None:
    s = joined(stage, GYRO, FADERS)
    state = s.client.state()
    assert state.inputs == ("gyro-1", "gyro-2", "fader-1", "fader-2")
    assert [(source.name, source.inputs) for source in state.sources] == [("gyro", 2), ("fader", 2)]
    s.link.send(encode("/gyro", 0.5, 0.25))
    assert inputs_are(s, 0.5, 0.25, 0.0, 0.0)
    s.link.send(encode("/fader/2", 1.0))
    assert inputs_are(s, 0.5, 0.25, 0.0, 1.0)
    s.link.send(encode("/fader/1/", 2))  # an integer, and a slash too many: the unusual way
    assert inputs_are(s, 0.5, 0.25, 2.0, 1.0)
    assert s.arrived() == 3
    first, second = s.client.sources()
    assert (first["count"], second["count"], second["silent"], second["open"]) == (1, 2, False, True)
    heard = [(e["address"], e["arguments"], e["use"]) for e in s.client.heard() if e["use"] == "inputs"]
    assert heard == [("/gyro", 2, "inputs"), ("/fader/{n}", 2, "inputs")]


def test_the_numbers_of_a_bundle_are_one_frame(stage: MakeStage) -> None:
    s = joined(stage, GYRO, FADERS)
    s.link.send(bundle(encode("/fader/1", 1.0), encode("/fader/2", 2.0), encode("/gyro", 3.0, 4.0)))
    assert inputs_are(s, 3.0, 4.0, 1.0, 2.0)
    assert s.arrived() == 1
    s.link.send(bundle(encode("/fader/1", 5.0), encode("/fader/1", 6.0)))
    assert inputs_are(s, 3.0, 4.0, 6.0, 2.0)
    assert s.arrived() == 3


def test_a_frame_once_all_have_sent_is_recorded_and_answered(stage: MakeStage) -> None:
    s = joined(stage, GYRO, FADERS, when="all")
    with s.client.recording([0.75]):
        for n in range(4):
            s.link.send(encode("/gyro", float(n), 0.0))
            s.link.send(encode("/fader/1", 10.0 + n))
        until(lambda: s.arrived() == 4)
    s.link.send(encode("/gyro", 9.0, 9.0))
    s.client.train()
    s.client.start_running()
    mark = len(s.link.got)
    s.link.send(encode("/fader/2", 1.0))
    assert s.link.wait("/wek/outputs", mark) is not None
    assert s.client.values()["inputs"] == [9.0, 9.0, 13.0, 1.0]
    rows = s.client.take_rows(1)
    assert rows["inputs"][:, :3].tolist() == [[n, 0.0, 10.0 + n] for n in range(4)]


def test_undo_brings_one_address_back(stage: MakeStage) -> None:
    s = joined(stage, GYRO, FADERS)
    s.client.undo()
    assert s.client.state().sources == ()
    s.link.inputs([0.5])
    assert inputs_are(s, 0.5)
    s.link.send(encode("/gyro", 1.0, 1.0))
    assert "/gyro, which is not known here; inputs are expected as /wek/inputs" in said(s, "not known here")
    s.client.redo()
    s.link.send(encode("/gyro", 1.0, 2.0))
    assert inputs_are(s, 1.0, 2.0, 0.0, 0.0)


def test_what_is_none_of_the_sources_is_said(stage: MakeStage) -> None:
    s = joined(stage, GYRO, {**FADERS, "sender": "10.9.8.7"})
    s.link.inputs([1.0])
    assert "/wek/inputs, which is not known here; inputs are expected as /gyro" in said(
        s, "/wek/inputs, which"
    )
    s.link.send(encode("/gyro", 1.0))
    assert "1 number arrived, expected 2 from the source “gyro”" in said(s, "1 number arrived")
    s.link.send(encode("/gyro", 1.0, float("nan")))
    assert "nan as input 2" in said(s, "finite")
    s.link.send(encode("/fader/1", 1.0))
    assert "the source “fader” takes it from 10.9.8.7 only" in said(s, "takes it from")
    assert s.arrived() == 0
    s.client.use_first_numbers(True)
    s.link.send(encode("/gyro", 1.0, 2.0, 3.0))
    assert inputs_are(s, 1.0, 2.0, 0.0, 0.0)


def test_one_address_of_two_senders_is_two_sources(stage: MakeStage) -> None:
    mine = {**GYRO, "sender": "127.0.0.1", "name": "mine"}
    s = joined(stage, {**GYRO, "name": "others"}, mine)
    s.link.send(encode("/gyro", 1.0, 2.0))
    assert inputs_are(s, 0.0, 0.0, 1.0, 2.0)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.2", 0))
        other.sendto(encode("/gyro", 3.0, 4.0), ("127.0.0.1", s.engine.port))
    assert inputs_are(s, 3.0, 4.0, 1.0, 2.0)


def test_control_messages_keep_their_place_among_sources(stage: MakeStage) -> None:
    s = joined(stage, GYRO, FADERS)
    start, stop = "/wekinator/control/startRecording", "/wekinator/control/stopRecording"
    s.link.send(bundle(encode("/gyro", 1.0, 1.0), encode(start), encode("/gyro", 2.0, 2.0), encode(stop)))
    take = ask_until(lambda: s.client.takes, lambda takes: takes)[0]
    assert take.examples == 1 and s.client.take_rows(take.number)["inputs"][0, 0] == 2.0


def test_a_pattern_reaches_the_sources_that_it_matches(stage: MakeStage) -> None:
    s = joined(stage, GYRO, FADERS)
    s.link.send(encode("/fader/*", 0.5))
    assert inputs_are(s, 0.0, 0.0, 0.5, 0.5)


def test_a_source_that_must_be_there_stops_the_answers(stage: MakeStage) -> None:
    s = joined(stage, GYRO, {**FADERS, "silence": "missing", "after": 3600})
    s.link.send(encode("/gyro", 1.0, 1.0))
    assert "1 source that must be there is silent (“fader”)" in said(s, "must be there")
    assert s.arrived() == 0
    s.link.send(encode("/fader/1", 1.0))
    assert inputs_are(s, 1.0, 1.0, 1.0, 0.0)
    assert "answers go on" in said(s, "answers go on")


def test_at_a_constant_rate_a_held_vector_is_answered_again_and_again(stage: MakeStage) -> None:
    s = joined(stage, {**GYRO, "after": 3600}, when="rate", rate=200)
    s.link.send(encode("/gyro", 0.5, 0.5))
    until(lambda: s.arrived() >= 10)
    assert s.client.sources()[0]["count"] == 1
    s.client.set_sources(*s.client.state()["sources"], when="each")
    before = s.arrived()
    s.link.send(encode("/gyro", 0.5, 0.75))
    assert inputs_are(s, 0.5, 0.75)
    assert s.arrived() == before + 1


def test_a_source_at_a_port_of_its_own(stage: MakeStage) -> None:
    port = free_port()
    s = joined(stage, GYRO, {**FADERS, "port": port})
    with Link(port, free_port()) as other:
        other.send(encode("/fader/1", 0.5))
        assert inputs_are(s, 0.0, 0.0, 0.5, 0.0)
        s.link.send(encode("/fader/1", 0.75))  # at the wrong port
        assert "/fader/1, which is not known here" in said(s, "/fader/1, which")
        other.control("startRecording")  # inputs only
        assert "startRecording, which is not known here" in said(s, "startRecording, which")
        assert s.client.state().recording is None
        with pytest.raises(Problem, match="this engine listens there itself"):
            s.client.set_destinations(f"127.0.0.1:{port}")
        with pytest.raises(Problem, match="no source can arrive at port"):
            s.client.set_sources({**GYRO, "port": s.engine.out_port})
        s.client.set_sources(GYRO)
        with pytest.raises(OSError, match="in use"), Link(free_port(), s.engine.port):
            pass
        with Link(free_port(), port):  # it is free again
            pass


def test_a_port_that_is_taken_is_said_and_opened_once_it_is_free(stage: MakeStage) -> None:
    port = free_port()
    with Link(free_port(), port):
        s = joined(stage, GYRO, {**FADERS, "port": port})
        assert f"port {port} of the source “fader” cannot be used" in said(s, f"port {port}")
        assert [row["open"] for row in s.client.sources()] == [True, False]
    ask_until(s.client.sources, lambda rows: rows[1]["open"])
    with Link(port, free_port()) as other:
        other.send(encode("/fader/2", 0.5))
        assert inputs_are(s, 0.0, 0.0, 0.0, 0.5)
    assert f"port {port} is free again" in said(s, "free again")


def test_vectors_of_the_client_need_no_source(stage: MakeStage) -> None:
    s = joined(stage, GYRO, FADERS)
    s.client.take_inputs(1.0, 2.0, 3.0, 4.0)
    assert np.array_equal(s.client.values()["inputs"], [1.0, 2.0, 3.0, 4.0])
