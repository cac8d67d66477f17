"""Who performed takes, and where, goes into a CSV table and comes back."""

from __future__ import annotations

import io

import msgspec
import numpy as np

from wekipy.exchange.exporting.tables.examples import gather
from wekipy.exchange.exporting.tables.texts import write_csv
from wekipy.exchange.importing.tables.choice import Choice
from wekipy.exchange.importing.tables.read import project_from, takes_for
from wekipy.project.create import new_project
from wekipy.project.examples import TakeData, measured, row_type
from wekipy.project.schema import Take


def _written(path, *tags):
    project = new_project(2, "class:2")
    data, takes = {}, []
    for number, (who, where) in enumerate(tags, 1):
        rows = np.zeros(4, row_type(2, 1))
        rows["time"], rows["inputs"] = np.arange(4) / 50, number + np.arange(8).reshape(4, 2)
        rows["targets"] = 1 + number % 2
        data[number] = TakeData((project.outputs[0].uid,), (rows,), "2026-01-01T00:00:00+00:00")
        takes.append(measured(project, Take(number, 0, who=who, where=where), data[number]))
    project = msgspec.structs.replace(project, takes=tuple(takes))
    file = io.BytesIO()
    write_csv(file, gather(project, data, project.outputs))
    path.write_bytes(file.getvalue())
    return project


def test_tags_come_back_into_new_and_old_projects(tmp_path):
    place, tags = tmp_path / "t.csv", [("Ana", "1"), ("=Ben, the 2nd", "2"), ("", "2")]
    project = _written(place, *tags)
    arrived = project_from(place, Choice(), 50.0)
    assert [(take.who, take.where) for take in arrived.project.takes] == tags
    assert [one.name for one in arrived.project.inputs] == ["inputs-1", "inputs-2"]
    _, report = takes_for(project, place, Choice(), 50.0)
    assert [(one["who"], one["where"]) for one in report.tags] == tags
    assert report.left == []


def test_without_tags_the_table_is_as_it_was(tmp_path):
    place = tmp_path / "t.csv"
    _written(place, ("", ""), ("", ""))
    assert place.read_text().splitlines()[0] == "ID,Time,Training round,inputs-1,inputs-2,outputs-1"
    assert project_from(place, Choice(), 50.0).report.tags == []
