"""Who performed a take, and where: an edit that no model learns from."""

from __future__ import annotations

import msgspec
import pytest

from wekipy.faces.arguments import Argument, read
from wekipy.project.create import new_project
from wekipy.project.examples import fingerprint
from wekipy.project.problem import Problem
from wekipy.project.schema import Take
from wekipy.project.take_tags import common_tags, read_tags, tag_takes, tags_of


def _project():
    project = new_project(1, "class:2")
    uid = project.outputs[0].uid
    return msgspec.structs.replace(project, takes=tuple(Take(n, 3, counts={uid: 3}) for n in (1, 2, 3)))


def test_the_last_tag_counts_and_models_stay_as_they_are():
    project = _project()
    first = tag_takes(project, [1, 2], {"who": "Ana", "where": "studio"})
    then = tag_takes(first, [1], {"who": "Ben"})
    assert tags_of(then) == {"who": {1: "Ben", 2: "Ana"}, "where": {1: "studio", 2: "studio"}}
    assert tag_takes(then, [1, 2], {"who": "", "where": ""}) == project
    assert fingerprint(then, then.outputs[0]) == fingerprint(project, project.outputs[0])
    assert common_tags(then.takes[:2]) == {"where": "studio"}


def test_what_is_no_tag_is_one_sentence():
    for plain, words in (
        ([], "expected a JSON object"),
        ({}, "expected a JSON object"),
        ({"who": 3}, "expected a JSON object"),
        ({"when": "today"}, "no tag “when”; there are who and where"),
        ({"who": "x" * 101}, "at most 100 characters, got 101"),
    ):
        with pytest.raises(Problem, match=words):
            read_tags(plain)
    assert read_tags({"who": "  Ana \n Maria "}) == {"who": "Ana Maria"}
    with pytest.raises(Problem, match="no take 9"):
        tag_takes(_project(), [9], {"who": "Ana"})


def test_a_tag_given_twice_in_one_message_is_refused():
    tags = (Argument("tags", "json", "tags"),)
    with pytest.raises(Problem, match="“who” is given twice, as 'Ana' and as 'Ben': say it once"):
        read(tags, ['{"who": "Ana", "who": "Ben"}'])
    assert read(tags, ['{"who": "Ana", "who": "Ana"}']) == [{"who": "Ana"}]
