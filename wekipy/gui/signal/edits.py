"""What a person does to blocks, asked of the engine: each is one step of undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from wekipy.client.state import Block, StageChoice, State, Value
from wekipy.gui.session.session import Session
from wekipy.gui.signal.plans import (
    PlainBlock,
    free_name,
    moved,
    plain_blocks,
    plain_stages,
    unused_inputs,
    with_option,
)
from wekipy.gui.translation import tr

Refused = Callable[[str], None]


class Edits:
    """Changes the blocks of a session, whatever they are by now; blocks are known by their names."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add_block(self) -> None:
        """One more block: of the inputs that are in none, or of all of them."""
        called = tr("block")

        def with_one_more(state: State) -> list[PlainBlock]:
            inputs = unused_inputs(state.blocks, len(state.inputs)) or list(range(1, len(state.inputs) + 1))
            added = {"name": free_name(state.blocks, called), "inputs": inputs, "stages": []}
            return [*plain_blocks(state.blocks), added]

        self._ask(with_one_more, self._session.say)

    def remove_block(self, name: str) -> None:
        """Take a block away."""
        self._session.do("remove_block", name)

    def move_block(self, start: int, end: int) -> None:
        """Put a block (from 0) at another place."""
        self._ask(lambda state: moved(plain_blocks(state.blocks), start, end), self._session.say)

    def rename(self, name: str, wanted: str, refused: Refused) -> None:
        """Give a block another name."""
        self._change(name, refused, lambda _: {"name": wanted})

    def choose_inputs(self, name: str, inputs: Sequence[int], refused: Refused) -> None:
        """Give a block other inputs (from 1)."""
        self._change(name, refused, lambda _: {"inputs": list(inputs)})

    def add_stage(self, name: str, stage: str, refused: Refused) -> None:
        """One more stage at the end of a block."""
        self._stages(name, refused, lambda stages: [*stages, {"name": stage, "options": {}}])

    def remove_stage(self, name: str, place: int, refused: Refused) -> None:
        """Take a stage (from 0) away."""
        self._stages(name, refused, lambda stages: [s for n, s in enumerate(stages) if n != place])

    def move_stage(self, name: str, start: int, end: int, refused: Refused) -> None:
        """Put a stage (from 0) at another place."""
        self._stages(name, refused, lambda stages: moved(stages, start, end))

    def set_option(  # noqa: PLR0913  each is a different thing
        self, name: str, place: int, option: str, value: Value, default: Value, refused: Refused
    ) -> None:
        """Set an option of a stage (from 0)."""
        self._stages(
            name,
            refused,
            lambda stages: [
                with_option(s, option, value, default) if n == place else s for n, s in enumerate(stages)
            ],
        )

    def learn(self, name: str, stage: int, then: Callable[[str], None], refused: Refused) -> None:
        """Have a stage (from 1; 0: all that can) learn from the takes; `then` gets a sentence."""
        self._session.do("learn_stages", name, stage, then=then, refused=refused)

    def calibrate(self, name: str, refused: Refused) -> None:
        """Collect what the sensors send from now on, for all stages of a block that learn."""
        self._session.do("calibrate", name, refused=refused)

    def end_calibration(self, then: Callable[[str], None], refused: Refused) -> None:
        """Have them learn from what came meanwhile; `then` gets a sentence."""
        self._session.do("end_calibration", then=then, refused=refused)

    def _stages(self, name: str, refused: Refused, change: Callable[[list[Any]], list[Any]]) -> None:
        self._change(name, refused, lambda block: {"stages": change(plain_stages(block))})

    def _change(self, name: str, refused: Refused, change: Callable[[Block], PlainBlock]) -> None:
        def with_it(state: State) -> list[PlainBlock]:
            plain = zip(state.blocks, plain_blocks(state.blocks), strict=True)
            return [{**one, **change(block)} if block.name == name else one for block, one in plain]

        self._ask(with_it, refused)

    def _ask(self, make: Callable[[State], list[PlainBlock]], refused: Refused) -> None:
        self._session.amend("set_blocks", lambda state: [make(state)], refused)


def chain_of(block: Block) -> tuple[str, ...]:
    """The names of the stages of a block: while they stay the same, so do their rows."""
    return tuple(stage.name for stage in block.stages)


def learns(stages: Sequence[StageChoice], table: dict[str, dict[str, Any]]) -> bool:
    """Whether any of these stages learns from takes."""
    return any(table.get(stage.name, {}).get("learns") for stage in stages)
