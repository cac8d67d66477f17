from __future__ import annotations

from pathlib import Path

import pytest

from wekipy.storage.atomic import replacing, write_atomically


def test_the_new_content_takes_the_place_of_the_old(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_atomically(path, b"one")
    write_atomically(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]


def write_half(path: Path) -> None:
    with replacing(path) as file:
        file.write(b"half")
        raise OSError(28, "full")


def test_an_error_leaves_the_old_content(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_atomically(path, b"one")
    with pytest.raises(OSError, match="full"):
        write_half(path)
    assert path.read_bytes() == b"one"
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_crash_left_is_in_nobodys_way_and_no_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("text")
    (tmp_path / ".a.json.tmp").symlink_to("precious")
    write_atomically(tmp_path / "a.json", b"one")
    assert (tmp_path / "precious").read_text() == "text"
    assert (tmp_path / "a.json").read_bytes() == b"one"
    assert not (tmp_path / "a.json").is_symlink()
