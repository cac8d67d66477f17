"""A whole Wekinator project."""

from __future__ import annotations

from wekipy.exchange.importing.arrived import Arrived
from wekipy.exchange.importing.report import Report, listed
from wekipy.exchange.importing.tables.arff import read_arff
from wekipy.exchange.importing.tables.choice import Choice, find_places
from wekipy.exchange.importing.tables.outputs import Made
from wekipy.exchange.importing.tables.takes import make_takes, report_targets, with_takes
from wekipy.exchange.importing.wekinator.folder import (
    SUFFIX,
    WekinatorFolder,
    read_destination,
    read_inputs,
    read_port,
)
from wekipy.exchange.importing.wekinator.gestures import read_examples
from wekipy.exchange.importing.wekinator.outputs import read_outputs
from wekipy.project.checking import check
from wekipy.project.examples import TakeData
from wekipy.project.problem import Problem
from wekipy.project.schema import MOST_INPUTS, Project


def read_wekinator(folder: WekinatorFolder, rate: float) -> Arrived:
    """The project, with its examples as takes.

    Args:
        rate: frames per second of its gesture examples.

    Raises:
        Problem: one sentence, if its settings or examples are damaged.
    """
    report = Report(f"Wekinator project {folder.project_file.name}")
    port = read_port(folder, report)
    others = sorted(file.name for file in folder.path.glob(f"*{SUFFIX}") if file != folder.project_file)
    if others:
        report.left.append(f"{listed(others)} beside it, with ports of their own: import one by its name")
    inputs, input_address = read_inputs(folder, report)
    root = folder.settings("outputConfig.xml")
    destination, output_address = read_destination(root, report)
    project = check(
        Project(
            inputs=inputs,
            outputs=read_outputs(folder, root, inputs, report),
            input_address=input_address,
            output_address=output_address,
            destinations=(destination,),
            receive_port=port,
        )
    )
    data = {**_examples(folder, project, report)}
    for example in _gesture_examples(folder, project, rate, report):
        data[max(data, default=0) + 1] = example
    report.left.append("the trained models, which are Java's: train once, and there are new ones")
    return Arrived(check(with_takes(project, data)), data, report)


def _examples(folder: WekinatorFolder, project: Project, report: Report) -> dict[int, TakeData]:
    outputs = project.value_outputs()
    if not outputs:
        return {}
    if not folder.examples.exists():
        report.left.append(f"examples: there is no {folder.examples.name}")
        return {}
    table = read_arff(folder.examples)
    names = [column.name for column in table.columns]
    inputs, targets = [one.name for one in project.inputs], [one.name for one in outputs]
    if (
        len(names) == len(inputs) + len(targets) + 3
        and names[-len(inputs) - len(targets) :] != inputs + targets
    ):
        # Wekinator does not rename the columns with the inputs and outputs; their order stays.
        inputs, targets = names[3 : 3 + len(inputs)], names[3 + len(inputs) :]
    if len(table.values) == 0:
        report.taken.append("no examples: it has none")
        return {}
    report.left += table.notes
    places = find_places(table, Choice(tuple(inputs[:MOST_INPUTS]), tuple(targets)))
    made = [Made(output) for output in outputs]
    takes = make_takes(table, places, made, 1.0, report)
    report_targets(list(takes.values()), made, report, lacking=True)
    return takes


def _gesture_examples(
    folder: WekinatorFolder, project: Project, rate: float, report: Report
) -> list[TakeData]:
    outputs = project.gesture_outputs()
    if not outputs:
        return []
    if len(outputs) > 1:
        raise Problem(f"outputConfig.xml has {len(outputs)} gesture outputs, expected one at most")
    if not folder.gesture_examples.exists():
        report.left.append(f"gesture examples: there is no {folder.gesture_examples.name}")
        return []
    return read_examples(folder.gesture_examples, project, outputs[0], rate, report)
