"""`wekipy bench`: what it measures is there, is about the right things, and ends up in readable documents."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import nursery
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wekipy.rehearsal.comparison.compare import Comparison, compare
from wekipy.rehearsal.comparison.page import page, table
from wekipy.rehearsal.comparison.plot import plot
from wekipy.rehearsal.comparison.sets import data_sets
from wekipy.rehearsal.comparison.spreading import spread

SVG = "{http://www.w3.org/2000/svg}"


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    return nursery.run("bench", *arguments)


def strict(text: str) -> dict:
    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is not JSON")

    return json.loads(text, parse_constant=refuse)


@pytest.fixture(scope="module")
def found() -> Comparison:
    return compare(["linear", "knn"], lambda _: None)


def test_every_kind_an_algorithm_is_for_has_a_row_with_its_times_and_scores(found):
    assert [(r.algorithm, r.kind) for r in found.rows] == [
        ("linear", "continuous"),
        ("knn", "continuous"),
        ("knn", "classification"),
    ]
    for row in found.rows:
        assert row.speed.fit > 0
        assert row.speed.ratio == pytest.approx(row.speed.scikit_learn / row.speed.answer)
        assert set(row.scores) == {one.name for one in found.sets if one.kind == row.kind}
        assert 0 < row.error < 1


def test_scores_are_those_of_algorithms_that_learned(found):
    baselines = {one.name: one.baseline for one in found.sets}
    linear, _, classes = found.rows
    assert all(linear.scores[name] < baselines[name] for name in linear.scores)
    assert all(classes.scores[name] > baselines[name] for name in classes.scores)
    assert classes.scores["digits"] > 0.97  # as everybody finds
    assert 50 < linear.scores["diabetes"] < 60


def test_what_is_asked_was_never_demonstrated():
    for one in data_sets():
        for split in one.splits:
            assert len(split.X) == len(split.y) == len(split.takes)
            assert len(split.asked) == len(split.right)
            np.testing.assert_array_equal(split.X, split.X.astype(np.float32))
            if one.name in ("poses", "hand", "mapping 60", "mapping 200"):  # scikit-learn's sets repeat rows
                assert not {row.tobytes() for row in split.X} & {row.tobytes() for row in split.asked}


def test_the_page_has_all_figures_and_says_where_and_when(found):
    text = page(found)
    machine = found.machine
    for words in (found.measured, machine.processor, machine.scikit_learn, "(benchmarks.svg)"):
        assert words in text
    for kind in ("continuous", "classification"):
        lines = table(found, kind).splitlines()
        assert all(line in text for line in lines)
        assert len(lines) == len(found.of(kind)) + 3  # heads, rule, baseline
        assert {line.count("|") for line in lines} == {len(found.sets_of(kind)) + 6}
        assert any("**" in line for line in lines)


def test_what_is_slow_is_marked_and_said(found):
    slowest = max(found.rows, key=lambda row: row.speed.answer)
    others = [row.speed.answer for row in found.rows if row is not slowest]
    assert "**(slow)**" not in page(replace(found, limit=1e9))
    assert "No algorithm takes more than" in page(replace(found, limit=1e9))
    strict_page = page(replace(found, limit=(slowest.speed.answer + max(others)) / 2))
    assert strict_page.count("**(slow)**") == 1
    assert f"takes: {slowest.title} ({slowest.kind})" in strict_page


def test_the_picture_is_svg_with_two_dots_and_a_name_for_each_row(found):
    root = ElementTree.fromstring(plot(found))
    assert root.tag == f"{SVG}svg"
    _, _, width, height = map(float, root.get("viewBox").split())
    panels = root.findall(f"{SVG}g")
    assert len(panels) == 2
    dots = [dot for panel in panels for dot in panel.findall(f"{SVG}circle")]
    assert [dot.get("class") for dot in dots].count("ours") == len(found.rows)
    assert [dot.get("class") for dot in dots].count("theirs") == len(found.rows)
    assert all(0 < float(dot.get("cx")) < width and 0 < float(dot.get("cy")) < height for dot in dots)
    names = [
        text.text for panel in panels for text in panel.findall(f"{SVG}text") if text.get("class") == "name"
    ]
    assert sorted(names) == sorted(row.title for row in found.rows)


def test_a_row_without_any_error_has_its_place_on_the_logarithmic_scale(found):
    perfect = replace(found, rows=[replace(row, error=0.0) for row in found.rows])
    for dot in ElementTree.fromstring(plot(perfect)).iter(f"{SVG}circle"):
        assert math.isfinite(float(dot.get("cy")))


@given(st.lists(st.floats(0, 500), max_size=15).map(sorted), st.floats(1, 30))
def test_names_are_kept_apart_and_stay_where_there_is_room(wanted, gap):
    places = spread(wanted, gap)
    assert len(places) == len(wanted)
    assert all(b - a >= gap - 1e-6 for a, b in pairwise(places))
    assert sum(places) == pytest.approx(sum(wanted), abs=1e-6)
    if all(b - a >= gap for a, b in pairwise(wanted)):
        assert places == pytest.approx(wanted)


def test_the_command_writes_both_documents_and_repeats_its_scores(tmp_path: Path, found: Comparison) -> None:
    done = bench("--learning", "--algorithm", "linear", "--docs", str(tmp_path), "--json")
    assert done.returncode == 0, done.stderr
    report = strict(done.stdout)
    assert [row["algorithm"] for row in report["rows"]] == ["linear"]
    assert report["rows"][0]["scores"] == pytest.approx(found.rows[0].scores)
    assert (report["inputs"], report["examples"], report["limit"]) == (20, 1_000, 300.0)
    assert report["measured"] in (tmp_path / "benchmarks.md").read_text(encoding="utf-8")
    ElementTree.fromstring((tmp_path / "benchmarks.svg").read_text(encoding="utf-8"))


def test_an_engine_is_measured_next_to_an_echo() -> None:
    done = bench("--inputs", "3", "--outputs", "1", "--examples", "20", "--seconds", "0.2", "--json")
    assert done.returncode == 0, done.stderr
    report = strict(done.stdout)
    assert report["train_seconds"] > 0
    assert report["rmse"] < 0.2
    for who in ("engine", "echo"):
        rates = [one["rate"] for one in report[who]]
        assert rates == sorted(rates)
        assert [one["sent"] for one in report[who]] == [max(10, int(0.2 * rate)) for rate in rates]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--learning", "--inputs", "3"), "--inputs has no meaning with --learning"),
        (("--algorithm", "knn"), "--algorithm has no meaning without --learning"),
        (("--docs", "."), "--docs has no meaning without --learning"),
        (("--learning", "--algorithm", "magic"), "magic"),
    ],
)
def test_an_option_without_effect_is_refused(arguments: tuple[str, ...], told: str) -> None:
    done = bench(*arguments)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_nobody_waits_for_scikit_learn_who_does_not_learn() -> None:
    modules = "wekipy.cli.bench, wekipy.cli.demo, wekipy.rehearsal.comparison.plot"
    code = f"import sys, {modules}; sys.exit('sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0
