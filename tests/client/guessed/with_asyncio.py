"""The same client for asyncio."""

import asyncio

import wekipy
import wekipy.aio


async def main(port: int) -> None:
    events: asyncio.Queue[str] = asyncio.Queue()

    async def listen(kind: str, text: str) -> None:
        await events.put(kind)

    async with wekipy.aio.Client(port=port) as w:
        w.on_event = listen
        await w.add_examples([[0.0], [1.0]], [0.25, 0.75])
        state = await w.train()
        assert state.outputs[0].model.state == "ready"
        await w.start_running()
        answer = await w.take_inputs(1.0)
        assert abs(answer[0] - 0.75) < 0.1
        assert len(await w.takes) == 1
        while await asyncio.wait_for(events.get(), 20) != "trained":
            pass
        first, second = await asyncio.gather(w.health(), w.values())
        assert first.running
        assert second["answered"] == 1


with wekipy.serve(inputs=1, outputs=1) as engine:
    asyncio.run(main(engine.control_port))
