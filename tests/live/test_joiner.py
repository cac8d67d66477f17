"""What several sources send becomes frames: any order of messages, any pauses, any setting."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from wekipy.live.joiner import Joiner
from wekipy.project.schema import Frames, Source

SILENCES = ("hold", "rest", "missing")


def source(number: int, inputs: int, silence: str = "hold", after: float = 1.0, rest: float = 0.0) -> Source:
    return Source(
        name=f"s{number}", address=f"/s{number}", inputs=inputs, silence=silence, after=after, rest=rest
    )


SOURCES = st.lists(
    st.tuples(st.integers(1, 3), st.sampled_from(SILENCES), st.sampled_from([0.5, 2.0]), st.integers(-2, 2)),
    min_size=1,
    max_size=3,
).map(lambda rows: tuple(source(n, *row) for n, row in enumerate(rows)))
# Seconds that pass, which source sends then (its number, of those that there are), and what.
STEPS = st.lists(
    st.tuples(st.sampled_from([0.0, 0.25, 0.75, 3.0]), st.integers(0, 2), st.integers(1, 99)), max_size=30
)


class Model:
    """The same in the simplest words: the whole history is kept, and looked at anew for each frame."""

    def __init__(self, sources: tuple[Source, ...], frames: Frames) -> None:
        self.sources, self.frames = sources, frames
        self.history: list[tuple[float, int, float]] = []
        self.answered = 0  # how much of the history is in a frame
        self.rested: dict[int, int] = {}  # how much of it a source had sent when it was set to rest

    def silent(self, number: int, now: float) -> bool:
        return (
            now - max([0.0, *(at for at, of, _ in self.history if of == number)])
            >= self.sources[number].after
        )

    def frame(self, now: float) -> list[float] | None:
        if any(
            each.silence == "missing" and (self.silent(n, now) or not self.sent(n))
            for n, each in enumerate(self.sources)
        ):
            for n, each in enumerate(self.sources):
                if each.silence == "rest" and self.silent(n, now):
                    self.rested[n] = len(self.sent(n))
            return None
        self.answered = len(self.history)
        values: list[float] = []
        for n, each in enumerate(self.sources):
            sent = self.sent(n)
            if each.silence == "rest" and self.silent(n, now):
                self.rested[n] = len(sent)
            at_rest = not sent or self.rested.get(n) == len(sent)
            values += [each.rest if at_rest else sent[-1]] * each.inputs
        return values

    def sent(self, number: int) -> list[float]:
        return [value for _, of, value in self.history if of == number]

    def complete(self, now: float) -> bool:
        fresh = {of for _, of, _ in self.history[self.answered :]}
        return all(n in fresh or self.silent(n, now) for n in range(len(self.sources)))


@given(SOURCES, st.sampled_from(["each", "all", "source"]), STEPS)
def test_frames_are_those_of_a_simple_model(sources: tuple[Source, ...], when: str, steps: list) -> None:
    frames = Frames(when=when, source=sources[-1].name)
    joiner, model, now = Joiner(sources, frames, 0.0), Model(sources, frames), 0.0
    for pause, of, value in steps:
        now, number = now + pause, of % len(sources)
        joiner.put(number, 0, np.full(sources[number].inputs, float(value)), now)
        model.history.append((now, number, float(value)))
        wanted = (
            when == "each" or (when == "all" and model.complete(now)) or (number == len(sources) - 1)
            if when != "all"
            else model.complete(now)
        )
        expected = model.frame(now) if wanted else None
        found = joiner.arrived([number], now)
        assert (None if found is None else found.tolist()) == expected


def test_at_a_constant_rate_frames_come_as_long_as_any_source_sends() -> None:
    joiner = Joiner((source(0, 1), source(1, 2, rest=0.5)), Frames(when="rate"), 0.0)
    assert joiner.beat(0.1) is None  # nobody has sent yet
    joiner.put(0, 0, np.array([3.0]), 0.2)
    assert joiner.arrived([0], 0.2) is None  # only a beat is answered
    found = joiner.beat(0.3)
    assert found is not None and found.tolist() == [3.0, 0.5, 0.5]
    joiner.put(1, 1, np.array([7.0]), 1.1)
    again = joiner.beat(1.2)
    assert again is not None and again.tolist() == [3.0, 0.5, 7.0]
    assert found.tolist() == [3.0, 0.5, 0.5]  # a frame that was given stays as it is
    assert joiner.beat(2.2) is None  # all are silent: so are the answers


def test_the_sources_that_stop_the_answers_are_named() -> None:
    joiner = Joiner((source(0, 1), source(1, 1, "missing"), source(2, 1, "missing")), Frames(), 0.0)
    joiner.put(0, 0, np.array([1.0]), 0.1)
    assert joiner.arrived([0], 0.1) is None and joiner.missing == (1, 2)
    joiner.put(1, 0, np.array([2.0]), 0.2)
    assert joiner.arrived([1], 0.2) is None and joiner.missing == (2,)
    joiner.put(2, 0, np.array([3.0]), 0.3)
    found = joiner.arrived([2], 0.3)
    assert found is not None and found.tolist() == [1.0, 2.0, 3.0] and joiner.missing == ()


def test_a_number_alone_keeps_the_others_at_rest() -> None:
    joiner = Joiner((source(0, 3, "rest", rest=9.0), source(1, 1)), Frames(), 0.0)
    joiner.put(0, 0, np.array([1.0, 2.0, 3.0]), 0.0)
    joiner.put(1, 0, np.array([5.0]), 4.0)
    at_rest = joiner.arrived([1], 4.0)
    assert at_rest is not None and at_rest.tolist() == [9.0, 9.0, 9.0, 5.0]
    joiner.put(0, 1, np.array([4.0]), 5.0)
    back = joiner.arrived([0], 5.0)
    assert back is not None and back.tolist() == [9.0, 4.0, 9.0, 5.0]
