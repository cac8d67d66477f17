"""The client for asyncio: made of the other one, without threads, and as robust."""

from __future__ import annotations

import asyncio
import inspect
import logging
import threading
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import numpy as np
import pytest

import wekipy.aio
from wekipy.cli.awaiting import ASYNC, GROUPS, made
from wekipy.client import Client, ConnectionLost, Training
from wekipy.faces.operations import OPERATIONS
from wekipy.project.problem import Problem

if TYPE_CHECKING:
    from on_stage import Stage

    MakeStage = Callable[..., Stage]
    Script = Callable[[wekipy.aio.Client], Awaitable[None]]


@pytest.mark.parametrize("group", GROUPS)
def test_the_groups_are_up_to_date(group: str) -> None:
    assert (ASYNC / f"{group}.py").read_text(encoding="utf-8") == made(group), (
        "make them anew: python -m wekipy.cli.awaiting"
    )


def test_both_clients_have_the_same_names_with_the_same_arguments() -> None:
    def public(kind: type) -> dict[str, list[str]]:
        names = {name for name in dir(kind) if not name.startswith("_")}
        callables = {name: getattr(kind, name) for name in names if callable(getattr(kind, name, None))}
        return {
            name: list(inspect.signature(found).parameters)
            for name, found in callables.items()
            if inspect.isfunction(found)
        }

    assert public(wekipy.aio.Client) == public(Client)
    for operation in OPERATIONS:
        assert inspect.iscoroutinefunction(getattr(wekipy.aio.Client, operation.name)), operation.name


def run(stage: Stage, script: Script) -> None:
    """Run a script with a client of an engine."""

    async def connected() -> None:
        async with wekipy.aio.Client(port=stage.engine.control_port) as w:
            await script(w)

    asyncio.run(connected())


def test_it_demonstrates_trains_and_plays_without_threads(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    before = set(threading.enumerate())
    reports: list[Training] = []
    played: list[list[float]] = []

    async def script(w: wekipy.aio.Client) -> None:
        w.on_training = reports.append

        @w.on_output
        async def play(values: list[float]) -> None:
            await asyncio.sleep(0)
            played.append(values)

        async with w.recording([0.25]) as number:
            await w.take_inputs(0.0, 0.0)
        assert number == 1
        await w.add_examples([[1, 1], [0.9, 1]], 0.75)
        await w.train()
        await w.start_running()
        assert (await w.take_inputs([1.0, 1.0]))[0] == pytest.approx(0.75, abs=0.1)
        await w.wait_for(lambda live: live.outputs[0] > 0.6)
        await w.wait_until(lambda state: bool(played and reports and reports[-1].done))
        assert [take.examples for take in await w.takes] == [1, 2]
        assert set(threading.enumerate()) == before

    run(s, script)
    assert played[-1][0] == pytest.approx(0.75, abs=0.1)
    assert reports[-1].progress == 1.0


def test_a_callback_may_ask_and_train_and_what_it_raises_is_raised_later(
    stage: MakeStage, caplog: pytest.LogCaptureFixture
) -> None:
    s = stage("--inputs", "1", "--outputs", "1")

    async def script(w: wekipy.aio.Client) -> None:
        done = asyncio.Event()
        await w.add_examples([0.0, 1.0], [0.0, 1.0])

        @w.on_event
        async def train(kind: str, text: str) -> None:
            if kind == "edited" and not done.is_set():
                assert (await w.train()).outputs[0].model.state == "ready"
                done.set()
                raise ZeroDivisionError(text)

        await w.rename_outputs("volume")
        with pytest.raises(ZeroDivisionError, match="rename outputs"):
            await w.wait_until(lambda state: False)
        assert done.is_set()
        assert (await w.state()).outputs[0].name == "volume"

    with caplog.at_level(logging.ERROR, "wekipy.client"):
        run(s, script)
    assert "a callback of the client failed" in caplog.text


def test_what_was_cancelled_gets_no_other_reply(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")

    async def script(w: wekipy.aio.Client) -> None:
        for _ in range(20):
            asked = asyncio.create_task(w.values())
            await asyncio.sleep(0)
            asked.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asked
            assert (await w.state()).inputs == ("inputs-1",)

    run(s, script)


def test_a_callback_may_close_it(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")

    async def script() -> None:
        w = await wekipy.aio.Client(port=s.engine.control_port)
        closed = asyncio.Event()

        @w.on_event
        async def leave(kind: str, text: str) -> None:
            await w.close()
            closed.set()

        await w.state()
        await asyncio.to_thread(s.client.rename_outputs, "volume")
        await asyncio.wait_for(closed.wait(), 20)
        with pytest.raises(ConnectionLost, match="this client was closed"):
            await w.state()

    asyncio.run(script())
    assert s.client.state().outputs[0].name == "volume"


def test_a_callback_that_is_cancelled_is_not_the_end_of_the_others(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")

    async def script(w: wekipy.aio.Client) -> None:
        heard: asyncio.Queue[str] = asyncio.Queue()

        @w.on_event
        async def wait_for_what_is_cancelled(kind: str, text: str) -> None:
            await heard.put(text)
            never = asyncio.get_running_loop().create_future()
            never.cancel()
            await never

        for name in ("volume", "tempo"):
            await w.state()
            await asyncio.to_thread(s.client.rename_outputs, name)
            with pytest.raises(asyncio.CancelledError, match="a callback was cancelled"):
                await w.wait_until(lambda state: False, timeout=20)
            assert await asyncio.wait_for(heard.get(), 20) == "rename outputs"

    run(s, script)


def test_problems_are_the_same_as_those_of_the_other_client(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")

    async def script(w: wekipy.aio.Client) -> None:
        with pytest.raises(Problem, match="no algorithm is called"):
            await w.set_algorithm(1, "magic")
        with pytest.raises(Problem, match="nothing was recorded"):
            await w.record([0.5], seconds=0.01)
        with pytest.raises(Problem, match="no output has a model"):
            await w.start_running()
        with pytest.raises(Problem, match="has not come within"):
            await w.wait_for("trained", timeout=0.01)
        await w.add_examples(np.array([[0.0], [1.0]]), np.array([0.0, 1.0]))
        await w.train()
        assert (await w.predict([[0.0], [1.0]])).shape == (2, 1)

    run(s, script)


def test_where_no_engine_is_it_says_so() -> None:
    async def script() -> None:
        with pytest.raises(ConnectionLost, match=r"no engine answers at 127\.0\.0\.1:1 "):
            await wekipy.aio.Client(port=1)
        with pytest.raises(ConnectionLost, match="not connected yet"):
            await wekipy.aio.Client(port=1).state()

    asyncio.run(script())
