"""Few lines however many bad packets, and never a dangerous one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wekipy.osc.notices import MAX_KEYS, MAX_LINE, Notices, one_line


class Bench:
    """Notices with a clock in the hand and the lines that came out."""

    def __init__(self) -> None:
        self.now = 100.0
        self.lines: list[str] = []
        self.notices = Notices(self.lines.append, clock=lambda: self.now)

    def report(self, kind: str = "malformed", host: str = "10.0.0.1", text: str = "bad packet") -> None:
        self.notices.report(kind, host, lambda: text)


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_the_first_is_passed_on_and_the_next_only_counted_without_building_its_text(bench: Bench) -> None:
    def never() -> str:
        raise AssertionError("the text of a counted notice was built")

    bench.report()
    for _ in range(1000):
        bench.now += 0.004
        bench.notices.report("malformed", "10.0.0.1", never)
    assert bench.lines == ["bad packet"]


def test_after_the_interval_the_next_is_passed_on_with_the_count(bench: Bench) -> None:
    for _ in range(12_035):
        bench.report()
    bench.now += 5
    bench.report(text="another")
    bench.report()
    assert bench.lines == ["bad packet", "another (and 12,034 more like it in the last 5 s)"]
    bench.now += 5
    bench.report()
    assert bench.lines[2] == "bad packet (and 1 more like it in the last 5 s)"


def test_a_lone_notice_after_a_quiet_time_has_no_count(bench: Bench) -> None:
    bench.report()
    bench.now += 60
    bench.report()
    assert bench.lines == ["bad packet"] * 2


def test_kinds_and_hosts_are_counted_apart(bench: Bench) -> None:
    for kind in ("malformed", "width"):
        for host in ("10.0.0.1", "10.0.0.2"):
            bench.report(kind, host, f"{kind} {host}")
            bench.report(kind, host, f"{kind} {host}")
    assert len(bench.lines) == 4 == len(set(bench.lines))


def test_flush_tells_pending_counts_once_their_interval_is_over(bench: Bench) -> None:
    bench.report(text="first")
    for _ in range(3):
        bench.report(text="later")
    bench.now += 4.9
    bench.notices.flush()
    assert bench.lines == ["first"]
    bench.now += 1.1
    bench.notices.flush()
    bench.notices.flush()
    assert bench.lines == ["first", "3 more in the last 6 s like this: first"]
    bench.report()  # still within the interval of that line
    assert len(bench.lines) == 2


def test_flush_forgets_the_quiet(bench: Bench) -> None:
    bench.report()
    bench.now += 5
    bench.notices.flush()
    bench.report()
    assert bench.lines == ["bad packet"] * 2


def test_a_flood_from_many_hosts_is_quiet_and_small(bench: Bench) -> None:
    for n in range(10_000):
        bench.report(host=f"host {n}", text=f"bad packet of host {n}")
    assert len(bench.lines) == MAX_KEYS
    assert len(bench.notices._reported) == MAX_KEYS
    bench.now += 5
    bench.report(host="host 20000")  # the quiet ones make room, and the count of the others is told
    assert len(bench.notices._reported) == 2
    assert bench.lines[MAX_KEYS:] == [
        f"{10_000 - MAX_KEYS:,} more in the last 5 s like this: bad packet of host {MAX_KEYS - 1}",
        "bad packet",
    ]


def test_a_host_that_is_remembered_keeps_its_place_in_a_flood(bench: Bench) -> None:
    bench.report(text="mine")
    for n in range(1000):
        bench.report(host=f"host {n}")
    bench.report(text="mine")
    bench.now += 5
    bench.report(text="mine")
    assert bench.lines[-1] == "mine (and 1 more like it in the last 5 s)"


def test_control_characters_do_not_reach_the_terminal(bench: Bench) -> None:
    bench.report(text="/a\x1b[2J\r\nfake\x9b\u202e line ü")
    assert bench.lines == ["/a\ufffd[2J\ufffd\ufffdfake\ufffd\ufffd line ü"]


def test_a_long_line_is_shortened_and_its_count_is_still_there(bench: Bench) -> None:
    for _ in range(3):
        bench.report(text="x" * 70_000)
    bench.now += 5
    bench.notices.flush()
    bench.report(text="x")
    bench.now += 5
    bench.report(text="y" * 1000)
    assert [len(line) for line in bench.lines] == [MAX_LINE] * 3
    assert bench.lines[0].endswith("x…")
    assert bench.lines[1].startswith("2 more in the last 5 s")
    assert bench.lines[2].endswith("y… (and 1 more like it in the last 5 s)")


@given(st.text(alphabet=st.characters(), max_size=400))
def test_one_line_is_printable_short_and_keeps_what_is_harmless(text: str) -> None:
    line = one_line(text)
    assert line.isprintable()
    assert len(line) <= MAX_LINE
    assert len(line) == min(len(text), MAX_LINE)
    if text.isprintable() and len(text) <= MAX_LINE:
        assert line == text
