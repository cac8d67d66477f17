"""Faults of our own are one line that says where; everything else is said in its own words."""

from __future__ import annotations

import errno
import logging
import os

import pytest

from wekipy.project.counting import many
from wekipy.project.fault import failure, own_fault
from wekipy.project.problem import Problem


def test_a_fault_is_one_line_with_its_place_and_no_source(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(AttributeError) as caught:
        raise AttributeError("the library says “noun”")
    with caplog.at_level(logging.DEBUG, "wekipy"):
        said = own_fault(caught.value)
    assert said == "AttributeError; please report this"
    assert "the library says" in caplog.text


def test_the_place_of_a_fault_is_in_our_code() -> None:
    with pytest.raises(ValueError) as caught:
        many("1", "take")  # type: ignore[arg-type]
    assert own_fault(caught.value).startswith("ValueError at project/counting.py:")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Problem("choose another"), "choose another"),
        (MemoryError(), "there is not enough memory"),
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), os.strerror(errno.ENOSPC)),
        (OSError(errno.EISDIR, "Is a directory", "a.npz"), "Is a directory: a.npz"),
    ],
)
def test_what_is_no_fault_of_ours_asks_nobody_to_report(error: Exception, said: str) -> None:
    assert failure(error) == said


def test_what_nobody_expected_asks_to_report_it() -> None:
    assert failure(KeyError("x")) == "KeyError; please report this"
