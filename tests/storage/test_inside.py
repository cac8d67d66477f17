from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wekipy.project.problem import Problem
from wekipy.storage.inside import inside


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "project").mkdir()
    return tmp_path / "project"


def test_places_inside(root: Path) -> None:
    assert inside(root, "model.npz") == root / "model.npz"
    assert inside(root, "a/./b//c.npz") == root / "a/b/c.npz"
    assert inside(root, str(root / "x.npz")) == root / "x.npz"
    assert inside(root, "Übung nul 1…npz") == root / "Übung nul 1…npz"
    assert inside(root, "..a/b..c") == root / "..a/b..c"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ".",
        "./",
        "..",
        "../project/x",
        "a/../../x",
        "a/../b",
        "..\\x",
        "a\\b",
        "C:\\x",
        "C:x",
        "x:stream",
        "/etc/passwd",
        "/",
        "//server/share/x",
        "a\0b",
        "a\nb",
        "\ud800",
        "x" * 201,
        "é" * 101,
        "a/" * 501,
        "NUL",
        "con.npz",
        "a/Com1.txt",
        "lpt²",
        "nul .txt",
        "dot.",
        "space ",
        "dir./x",
        "what?",
        "pipe|",
    ],
)
def test_places_outside_and_impossible_names(root: Path, text: str) -> None:
    with pytest.raises(Problem, match="file name"):
        inside(root, text)


def test_a_neighbour_with_the_same_beginning(root: Path) -> None:
    with pytest.raises(Problem, match="outside"):
        inside(root, f"{root}-other/x")


def test_links(root: Path) -> None:
    (root / "real").mkdir()
    (root / "within").symlink_to("real")
    (root / "out").symlink_to(root.parent)
    (root / "file").symlink_to("/etc/passwd")
    (root / "loop").symlink_to("loop")
    assert inside(root, "within/x") == root / "real/x"
    for text in ("out/x", "file", "out"):
        with pytest.raises(Problem, match="outside"):
            inside(root, text)
    with pytest.raises(Problem):
        inside(root, "loop/x")


def test_a_folder_reached_through_a_link(root: Path) -> None:
    (root.parent / "alias").symlink_to(root)
    assert inside(root.parent / "alias", "x") == root / "x"


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.text(max_size=30), st.text(alphabet="./\\a:~\0", max_size=12)))
def test_never_outside(root: Path, text: str) -> None:
    try:
        path = inside(root, text)
    except Problem:
        return
    assert os.path.commonpath([root, path]) == str(root)
    assert path != root
