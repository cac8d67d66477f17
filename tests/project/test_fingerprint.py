"""Fingerprints of models that were made before stay what they were, and switches are no part of them."""

from __future__ import annotations

import msgspec

from wekipy.project.create import new_project
from wekipy.project.editing import SWITCHES, replace_output
from wekipy.project.examples import fingerprint
from wekipy.project.schema import AlgorithmChoice, Project, Take

KNOWN = ["89ec12a1034bb75f", "69e616607388745b", "2dba8748782ef915"]  # as versions before had them


def project() -> Project:
    made = replace_output(new_project(3, "1,class:4,gesture:2"), 2, algorithm=AlgorithmChoice("knn"))
    return msgspec.structs.replace(made, takes=(Take(1, 5, counts={"o1": 5, "o2": 4}),))


def fingerprints(of: Project) -> list[str]:
    return [fingerprint(of, output) for output in of.outputs]


def test_fingerprints_of_old_projects_stay() -> None:
    assert fingerprints(project()) == KNOWN


def test_switches_are_no_part_of_them() -> None:
    for switch in SWITCHES:
        switched = project()
        for number in (1, 2, 3):
            switched = replace_output(switched, number, **{switch: False})
        assert fingerprints(switched) == KNOWN


def test_settings_are() -> None:
    assert fingerprints(replace_output(project(), 2, classes=5))[1] != KNOWN[1]
