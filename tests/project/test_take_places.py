"""Edits of one take among thousands find the same as looking at each of them would."""

from __future__ import annotations

from itertools import count

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wekipy.project.checking import check
from wekipy.project.create import new_project
from wekipy.project.history import History
from wekipy.project.learned_takes import LearnedTakes
from wekipy.project.patching import difference, patched
from wekipy.project.problem import Problem
from wekipy.project.project_text import LARGE, dump_project, journal_of, load_project
from wekipy.project.schema import Project, Take, Trim
from wekipy.project.take_edits import rename_take
from wekipy.project.take_places import changed_takes, place_of

NUMBERS = st.lists(st.integers(1, 40), unique=True, max_size=12)


def takes_of(numbers: list[int]) -> tuple[Take, ...]:
    return tuple(Take(number, number) for number in numbers)


@given(NUMBERS, st.integers(1, 40))
def test_a_take_is_found_in_any_order(numbers: list[int], number: int) -> None:
    expected = numbers.index(number) if number in numbers else None
    assert place_of(takes_of(numbers), number) == expected


@given(NUMBERS, NUMBERS, st.data())
def test_what_changed_is_what_comparing_numbers_finds(
    old: list[int], new: list[int], data: st.DataObject
) -> None:
    before = takes_of(sorted(old) if data.draw(st.booleans()) else old)
    known = {take.number: take for take in before}
    kept = data.draw(st.lists(st.booleans(), min_size=len(new), max_size=len(new)))
    after = tuple(
        known[n] if same and n in known else Take(n, n, name="changed")
        for n, same in zip(new, kept, strict=True)
    )
    if data.draw(st.booleans()):  # an edit, as they mostly are: all are still there, more at the end
        numbers_of_more = (n for n in count(max(old, default=0) + 1))
        after = (
            *(t if data.draw(st.booleans()) else msgspec.structs.replace(t, name="n") for t in before),
            *(Take(next(numbers_of_more), 1) for _ in range(data.draw(st.integers(0, 3)))),
        )
    changed = changed_takes(before, after)
    expected = [(known.get(t.number), t) for t in after if t is not known.get(t.number)]
    if changed is not None:
        assert changed == expected
    else:
        same = [t.number for t in after[: len(before)]] == [t.number for t in before]
        more = [t.number for t in after[len(before) :]]
        assert not same or more != sorted(more) or min(more) <= max(t.number for t in before)


@given(NUMBERS, NUMBERS)
def test_differences_lead_to_the_project_and_back(old: list[int], new: list[int]) -> None:
    empty = new_project(2, "1")
    before = msgspec.structs.replace(empty, takes=takes_of(old))
    more = tuple(Take(n, n, name="new") for n in new if n not in old)
    after = msgspec.structs.replace(
        empty, takes=(*(msgspec.structs.replace(t, on=t.number in new) for t in before.takes), *more)
    )
    assert patched(before, difference(before, after)) == after
    history = History(before)
    if not history.do("edit", after):
        assert before == after
        return
    history.undo()
    assert [t.number for t in history.project.takes if not t.deleted] == old
    history.redo()
    assert history.project == after


def test_a_number_that_is_there_twice_and_a_trim_backwards_are_found_among_many() -> None:
    empty = new_project(2, "1")
    many = msgspec.structs.replace(empty, takes=takes_of(list(range(1, 500))))
    twice = msgspec.structs.replace(many, takes=(*many.takes, Take(7, 1)))
    trimmed = (*many.takes[:10], Take(11, 1, trim=Trim(5, 2)), *many.takes[11:])
    for before in (None, many):
        with pytest.raises(Problem, match="“7” is there twice"):
            check(twice, before)
        with pytest.raises(Problem, match="take 11: its first row 5 is behind its last"):
            check(msgspec.structs.replace(many, takes=trimmed), before)


def test_takes_are_learned_from_anew_only_if_something_learned_has_changed() -> None:
    learned, takes = LearnedTakes(), takes_of([1, 2, 3])
    assert learned.of(takes) is takes
    renamed = (takes[0], msgspec.structs.replace(takes[1], name="x", lost=3), takes[2])
    assert learned.of(renamed) is takes
    switched = (*renamed[:2], msgspec.structs.replace(takes[2], on=False))
    assert learned.of(switched) is switched
    longer = (*switched, Take(4, 1))
    assert learned.of(longer) is longer
    assert learned.of(longer[1:]) == longer[1:]


def large_project() -> Project:
    project = new_project(3, "2,class:3")
    uids = [output.uid for output in project.outputs]
    count = LARGE // len(uids) + 1
    takes = tuple(
        Take(n, 9, dict.fromkeys(uids, 9), targets=dict.fromkeys(uids, 0.5)) for n in range(1, count + 1)
    )
    return rename_take(msgspec.structs.replace(project, takes=takes), 17, "“nein”, \n ünd")


def test_a_large_project_has_a_line_for_each_take_and_is_the_same_when_it_is_read() -> None:
    project = large_project()
    text = dump_project(project, 12)
    assert load_project(text) == project
    assert journal_of(text) == 12
    assert sum(line.startswith(b'{"number":') for line in text.splitlines()) == len(project.takes)
    assert msgspec.json.decode(text)["takes"][16]["name"] == "“nein”, \n ünd"
    small = msgspec.structs.replace(project, takes=project.takes[:5])
    assert b'\n  "takes": [\n' in dump_project(small)
