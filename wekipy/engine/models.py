"""Keeps the models of each output, the trainings and evaluations, and their failures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wekipy.engine.host import Host
from wekipy.engine.relearning import Relearning, emptied, still_wanted
from wekipy.engine.runtime import Runtime
from wekipy.engine.shelf import Shelf
from wekipy.engine.taking_over import Divided, divide
from wekipy.engine.trainings import Request, Trainings, failures_of, summary
from wekipy.engine.view import Failure, Outlook
from wekipy.learning.evaluated import Evaluated
from wekipy.learning.model import Model
from wekipy.learning.verdict import Terms
from wekipy.learning.words import listed
from wekipy.project import editing
from wekipy.project.counting import many
from wekipy.project.problem import Problem
from wekipy.project.schema import Project
from wekipy.project.take_edits import switch_takes, take_at


class Models:
    """Keeps the models of all outputs and requests trainings. Mappings are replaced, never changed.

    Args:
        models: per uid of an output.
        number: of the previous training.

    Attributes:
        shelves: per uid, the models that are kept.
        answering: per uid, the answering model.
        failures, evaluating, evaluations: see `View`.
        trainings: the current one and the next one.
    """

    def __init__(self, engine: Host, models: Mapping[str, Model], number: int) -> None:
        self._engine = engine
        self._keep({uid: Shelf().add(model) for uid, model in models.items()})
        self.failures: Mapping[str, Failure] = {}
        self.evaluating: Mapping[str, float] = {}
        self.evaluations: Mapping[str, Evaluated] = {}
        self.trainings = Trainings(number)
        self._relearning = Relearning()

    def _keep(self, shelves: Mapping[str, Shelf]) -> None:
        self.shelves = shelves
        self.answering = {uid: shelf.model for uid, shelf in shelves.items()}

    def _shelf(self, uid: str) -> Shelf:
        return self.shelves.get(uid, Shelf())

    # Training

    def train(self, numbers: Sequence[int] = (), terms: Terms | None = None) -> int:
        """Request training of some outputs (from 1); returns the number of the training.

        By default these are all outputs whose train switch is on; a named output is trained whatever its
        switch.

        Running models keep answering. Outputs whose examples and settings have not changed since their last
        training are not trained again. A request during a training runs after it.

        Args:
            terms: on which new models take over; None if they do anyway.

        Raises:
            Problem: if there is no such output, or none is named and all switches are off; if the terms name
                a take that is not there.
        """
        engine = self._engine
        outputs = [editing.output_at(engine.project, n) for n in numbers] or [
            output for output in engine.project.outputs if output.train
        ]
        if not outputs:
            raise Problem("training is off for all outputs: switch one on, or name the outputs to train")
        for take in terms.takes if terms else ():
            take_at(engine.project, take)
        under_way = self.trainings.present is not None
        request = Request(tuple(output.uid for output in outputs), terms)
        number = self.trainings.ask(request, engine.monotonic(), engine.project, self.answering)
        if not under_way:
            engine.announce("training")
        return number

    def learn_at_once(self) -> None:
        """Train on new examples if live learning is on."""
        project = self._engine.project
        if project.live_learning and any(output.train for output in project.outputs):
            self.train(terms=self._own_terms())

    def train_gestures(self) -> None:
        """Train the gesture outputs whose examples have changed."""
        due = self._relearning.due(self._engine.project, self.answering)
        if due:
            self.train(due, self._own_terms())

    def _own_terms(self) -> Terms | None:
        """On which terms models take over that nobody asked for."""
        project = self._engine.project
        return Terms(project.live_learning_margin) if project.live_learning_guard else None

    def forget_gestures(self, before: Project) -> None:
        """Remove the models of gesture outputs that have lost their last example since `before`."""
        gone = emptied(before, self._engine.project)
        if gone:
            self._keep({uid: shelf for uid, shelf in self.shelves.items() if uid not in gone})
            self._engine.running.refresh()

    def cancel(self) -> None:
        """Cancel the current training; the models remain."""
        if self.trainings.give_up():
            self._relearning.forget()
            self._engine.announce("cancelled", "training cancelled; the models are as they were")

    def expect(self, number: int, outlook: Outlook) -> None:
        """Note and announce what is known of a training, unless it is not the current one."""
        if self.trainings.is_under_way(number):
            self.trainings.expect(outlook)
            self._engine.announce("training", outlook.text)

    def progress(self, number: int, progress: Mapping[str, float | None]) -> None:
        """Note the progress of a training (uids to 0..1, or None), unless it is not the current one."""
        if self.trainings.is_under_way(number):
            self.trainings.progress(progress, self._engine.monotonic())
            self._engine.announce("training")

    def install(
        self,
        number: int,
        models: Sequence[Model],
        failures: Mapping[str, str],
        ready: Runtime | None = None,
    ) -> None:
        """Install the models of a training between two vectors and end it; ignored if it was cancelled.

        The models have been validated (`wekipy.learning.validation`). If the training was asked for on such
        terms, those that may be worse than what answers now are put on their shelves only.

        Args:
            ready: the runtime with them, compiled aside; see `Running.refresh`.
        """
        engine, under_way = self._engine, self.trainings.present
        if under_way is None or under_way.number != number:
            return
        models = still_wanted(engine.project, models)
        divided = divide(engine.project, under_way, models, self.answering)
        seconds = engine.monotonic() - under_way.started
        self.trainings.end()
        made = {model.header.output for model in models}
        known = {**self.failures, **failures_of(under_way, failures)}
        self.failures = {uid: failure for uid, failure in known.items() if uid not in made}
        self._keep({**self.shelves, **self._with(divided)})
        engine.running.refresh(ready)
        text = summary(engine.project, divided.taken, seconds, list(failures.values()), divided.kept)
        faults = divided.at_fault if under_way.terms and under_way.terms.switch_off else ()
        # The next training is under way before the end of this one is announced: nobody who waits for the
        # next one may take the moment between them for its end. It must not learn from takes switched off.
        went_on = not faults and self._go_on()
        engine.announce("trained", text)
        self._switch_off(faults)
        if went_on or self._go_on():
            engine.announce("training")

    def _go_on(self) -> bool:
        """Begin the training that was asked for during the last one; returns whether there is one."""
        engine = self._engine
        return self.trainings.go_on(engine.monotonic(), engine.project, self.answering)

    def _with(self, divided: Divided) -> dict[str, Shelf]:
        """The shelves of the outputs of a training, with its models."""
        changed = {m.header.output: self._shelf(m.header.output).add(m) for m in divided.taken}
        return changed | {m.header.output: self._shelf(m.header.output).keep(m) for m in divided.kept}

    def _switch_off(self, takes: Sequence[int]) -> None:
        """Switch takes off that make models worse, as one undoable edit."""
        project = self._engine.project
        there = [take.number for take in project.training_takes() if take.number in takes]
        if there:
            label = f"switch off {listed(there, 'take')}, which would make models worse"
            self._engine.edit(label, switch_takes(project, there, on=False))

    # Models from elsewhere, and earlier ones

    def put(self, model: Model) -> None:
        """Use a model from a file, validated as in `install`, for its output."""
        uid = model.header.output
        self._keep({**self.shelves, uid: self._shelf(uid).add(model)})
        self._engine.running.refresh()
        self._engine.announce("edited", "model loaded")

    def remember(self, model: Model, earlier: Sequence[Model], later: Sequence[Model]) -> None:
        """Add the earlier and later models of an output to the one read at opening."""
        uid = model.header.output
        if uid in self.shelves and (earlier or later):
            self._keep({**self.shelves, uid: self.shelves[uid].surrounded(model, earlier, later)})
            self._engine.announce("edited")

    def step(self, number: int, by: int) -> int:
        """Switch an output to its previous (-1) or next (1) model, between two vectors.

        Returns:
            Its number among the kept models, from 1.
        """
        uid = editing.output_at(self._engine.project, number).uid
        shelf = self._shelf(uid).step(by)
        self._keep({**self.shelves, uid: shelf})
        self._engine.running.refresh()
        text = f"output {number}: model {shelf.at + 1} of {len(shelf.models)} answers"
        self._engine.announce("edited", text)
        return shelf.at + 1

    # Evaluation

    def evaluation_progress(self, progress: Mapping[str, float]) -> None:
        """Note the progress of an evaluation (uids to 0..1)."""
        self.evaluating = {**self.evaluating, **progress}
        self._engine.announce("evaluating")

    def evaluated(self, found: Mapping[str, Evaluated]) -> None:
        """Store the results of an evaluation, per uid, and end it."""
        self.evaluating = {}
        self.evaluations = {**self.evaluations, **found}
        self._engine.announce("evaluated", f"evaluated {many(len(found), 'output')}" if found else "")
