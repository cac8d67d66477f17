"""Features: what models see. A plan has blocks; each takes some inputs through a chain of stages.

Theory of operation. A plan is data (`wekipy.project.schema.Plan`): input names and blocks, everything that a
chain is built from, so that a model carries the plan that it was trained with and goes on with it after the
project has got another one. `FeatureRun` is a plan at work: it has a state, and is stepped once for each
frame. The features of a recorded take are computed by the very same steps, with the times of its rows, from
the state that was saved when the take began; so they are those that were computed live, to the bit. For that
each input is rounded to float32 first, as it is recorded, and a take begins at a time on a grid (`on_grid`)
that is coarser than the last bit of any time: so what is subtracted from the time of a frame is exact, and
gives that time again when it is added.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from wekipy.project.counting import many
from wekipy.project.problem import Problem
from wekipy.project.schema import MOST_FEATURES, Block, Plan, StageChoice
from wekipy.project.take_state import TakeState
from wekipy.stages.input_chain import input_chain
from wekipy.stages.stage import F64, Chain

MOST_REMEMBERED: Final = 524_288  # numbers in the state of a plan; it is saved with each take
LONGEST_NAME: Final = 200
MOST_KNOWN: Final = 256  # plans whose width is remembered


class FeatureRun:
    """The features of a plan, frame by frame.

    Attributes:
        plan: what it was made of.
        names: of the features, each its own.
        out: (features,) float64 numbers that are finite as float32, of the last frame; 0 before the first.

    Raises:
        Problem: if a block cannot be built, naming it and what to change.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._reads = reads(plan)
        self._single = np.zeros(self._reads, np.float32)
        self._x = np.zeros(self._reads)
        self._parts: list[tuple[Chain, npt.NDArray[np.intp], F64, F64]] = []
        chains = _chains(plan)
        self.names = _names(plan.blocks, chains)
        self.out = np.zeros(len(self.names))
        self._made = np.zeros(len(self.names))
        self._rounded = np.zeros(len(self.names), np.float32)
        first = 0
        for block, chain in zip(plan.blocks, chains, strict=True):
            out = self._made[first : first + len(chain.names)]
            self._parts.append((chain, np.array(block.inputs), np.empty(len(block.inputs)), out))
            first += len(chain.names)

    def stood_in(self) -> list[str]:
        """The blocks in which last numbers stood in for others that are not finite since the last call."""
        found = []
        for block, (chain, *_) in zip(self.plan.blocks, self._parts, strict=True):
            held = [one for one in (chain, *chain.stages) if getattr(one, "stood_in", False)]
            for one in held:
                one.stood_in = False  # type: ignore[attr-defined]
            if held:
                found.append(block.name)
        return found

    def start(self) -> None:
        """Forget what came before."""
        self.out.fill(0.0)
        for chain, *_ in self._parts:
            chain.start()

    def step(self, x: F64, now: float) -> F64:
        """Return the features (features,) of `x` (inputs,), finite; the same array each time.

        Inputs that the plan does not read may be more or fewer than its own.

        Args:
            now: seconds on a monotonic clock.
        """
        self._single[:] = x[: self._reads]
        self._x[:] = self._single
        for chain, inputs, taken, out in self._parts:
            self._x.take(inputs, out=taken)
            out[:] = chain.step(taken, now)
        self._rounded[:] = self._made
        if not np.isfinite(self._made.dot(self._made)):  # before a stage has given a first number
            np.nan_to_num(self._rounded, copy=False)
        self.out[:] = self._rounded
        return self.out

    def state(self, began: float) -> TakeState:
        """What is to be saved with a take that begins now, at `began` seconds, on the grid."""
        return TakeState(digest(self.plan), began, zlib.compress(self._state(), 1))

    def restore(self, saved: TakeState | None) -> float:
        """Go on from a state saved with a take; anew if it is of another plan, or damaged.

        Returns:
            What to add to the times of the take's rows.
        """
        self.start()
        if saved is None or saved.plan != digest(self.plan):
            return 0.0
        try:
            self._go_on(_unpacked(saved.data))
        except (Problem, zlib.error):
            self.start()
            return 0.0
        return saved.began

    def go_on_from(self, before: FeatureRun) -> None:
        """Take over the state of those blocks that are the same in another run."""
        pairs = zip(before.plan.blocks, before._parts, strict=True)
        known = {msgspec.json.encode(_key(before.plan, block)): part for block, part in pairs}
        for block, (chain, _, _, out) in zip(self.plan.blocks, self._parts, strict=True):
            same = known.get(msgspec.json.encode(_key(self.plan, block)))
            if same is not None:
                chain.restore(same[0].state())
                out[:] = same[3]

    def _state(self) -> bytes:
        return b"".join(chain.state() for chain, *_ in self._parts)

    def _go_on(self, state: bytes) -> None:
        sizes = [len(chain.state()) for chain, *_ in self._parts]
        if sum(sizes) != len(state):
            raise Problem("the state saved with this take is not complete")
        at = 0
        for (chain, *_), size in zip(self._parts, sizes, strict=True):
            chain.restore(state[at : at + size])
            at += size


def on_grid(seconds: float) -> float:
    """Round a time to a multiple of 2^-20 s, a microsecond, so that it has few bits."""
    return round(seconds * 1_048_576.0) / 1_048_576.0


def rows_to_features(
    run: FeatureRun, rows: npt.NDArray[np.float32], times: F64, saved: TakeState | None
) -> Iterator[tuple[int, npt.NDArray[np.float32]]]:
    """Compute the features of a recorded take from its beginning, part by part.

    Args:
        rows: (n, inputs) as recorded, where NaN stands for an input that was not there: it counts as 0.
        times: (n,) seconds since the take began.
        saved: the state with which it began; None starts anew.

    Yields:
        The number of rows done, and their features (rows, features).
    """
    shift = run.restore(saved)
    at_once = max(1, min(1_000, 1_000_000 // len(run.names)))
    with np.errstate(all="ignore"):
        for start in range(0, len(rows), at_once):
            part = np.nan_to_num(rows[start : start + at_once].astype(np.float64), nan=0.0)
            found = np.empty((len(part), len(run.names)), np.float32)
            for x, now, row in zip(part, times[start : start + at_once].tolist(), found, strict=True):
                row[:] = run.step(x, shift + now)
            yield start + len(part), found


def feature_names(plan: Plan) -> tuple[str, ...]:
    """The names of a plan's features.

    Raises:
        Problem: as `FeatureRun`.
    """
    return FeatureRun(plan).names


def digest(plan: Plan) -> str:
    """A short text that stands for a plan: what its blocks are called does not count."""
    content = msgspec.json.encode([_key(plan, block) for block in plan.blocks])
    return sha256(content).hexdigest()[:16]


def reads(plan: Plan) -> int:
    """How many inputs there must be for a plan."""
    return 1 + max(max(block.inputs) for block in plan.blocks)


_WIDTHS: Final[dict[str, int]] = {}


def width_of(plan: Plan) -> int:
    """How many features a plan makes; 0 if its stages cannot be built, as those of a newer version."""
    key = digest(plan)
    if key not in _WIDTHS:
        if len(_WIDTHS) > MOST_KNOWN:
            _WIDTHS.clear()
        try:
            _WIDTHS[key] = len(FeatureRun(plan).names)
        except Problem:
            _WIDTHS[key] = 0
    return _WIDTHS[key]


def delay_of_block(inputs: Sequence[str], block: Block) -> float:
    """By how many seconds a block delays what it passes on.

    Raises:
        Problem: if it cannot be built.
    """
    return _chain_of(Plan(tuple(inputs), (block,)), block).latency


def checked_block(inputs: Sequence[str], block: Block) -> Block:
    """The block with the number of features that it really makes.

    Raises:
        Problem: if it cannot be built, naming it and what to change.
    """
    chain = _chain_of(Plan(tuple(inputs), (block,)), block, counted=False)
    return msgspec.structs.replace(block, features=len(chain.names))


def _key(plan: Plan, block: Block) -> tuple[object, ...]:
    """What a block is built from, apart from its own name."""
    return block.inputs, tuple(plan.inputs[n] for n in block.inputs), block.stages, block.features


def _chains(plan: Plan) -> list[Chain]:
    """Build all blocks; what they would remember or make together is limited, whoever wrote the plan."""
    chains: list[Chain] = []
    remembered = made = 0
    for block in plan.blocks:
        chains.append(_chain_of(plan, block))
        made += len(chains[-1].names)
        remembered += len(chains[-1].state()) // 8
        if made > MOST_FEATURES:
            raise Problem(
                f"the blocks would make {many(made, 'feature')} or more, at most {MOST_FEATURES:,} can be"
                " used: choose fewer inputs or shorter windows"
            )
        if remembered > MOST_REMEMBERED:
            raise Problem(
                f"the blocks would remember {many(remembered, 'number')} from frame to frame, at most"
                f" {MOST_REMEMBERED:,} can be saved with a take: choose shorter windows or fewer inputs"
            )
    return chains


def _chain_of(plan: Plan, block: Block, counted: bool = True) -> Chain:
    try:
        chosen = [(stage, _arrays(stage)) for stage in block.stages]
        chain = input_chain([plan.inputs[n] for n in block.inputs], chosen)
    except Problem as e:
        raise Problem(f"block “{block.name}”: {e}") from e
    if counted and len(chain.names) != block.features:
        raise Problem(
            f"block “{block.name}” makes {many(len(chain.names), 'feature')}, but {block.features} are"
            " written in the project: it was written by another version; choose its stages anew"
        )
    return chain


def _arrays(stage: StageChoice) -> dict[str, F64]:
    return {name: np.array(numbers, np.float64) for name, numbers in stage.learned.items()}


def _names(blocks: Sequence[Block], chains: Sequence[Chain]) -> tuple[str, ...]:
    """The names of all features: those that would be there twice begin with the name of their block."""
    every = [name for chain in chains for name in chain.names]
    twice = {name for name, count in Counter(every).items() if count > 1}
    found: dict[str, None] = {}
    for block, chain in zip(blocks, chains, strict=True):
        for name in chain.names:
            own = f"{block.name}.{name}" if name in twice else name
            found[_free(own[-LONGEST_NAME:], found)] = None
    return tuple(found)


def _free(name: str, taken: dict[str, None]) -> str:
    if name not in taken:
        return name
    n = 2
    while f"{name[-LONGEST_NAME + 8 :]}-{n}" in taken:
        n += 1
    return f"{name[-LONGEST_NAME + 8 :]}-{n}"


def _unpacked(data: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    found = unpacker.decompress(data, 8 * MOST_REMEMBERED + 8)
    if not unpacker.eof:
        raise Problem("the state saved with this take is not complete")
    if unpacker.unconsumed_tail:
        raise Problem("the state saved with this take is larger than any can be")
    return found
