"""Takes as the list shows them: described, filtered and put in order. Plain data from the state."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from wekipy.client.state import Output, Take
from wekipy.gui.takes.labels import Label, labels_of, target_words
from wekipy.gui.translation import mark, tr

Remarks = Mapping[int, tuple[str, ...]]
Kept = Literal["all", "target", "remarks", "off"]


@dataclass(frozen=True)
class Row:
    """One take.

    Attributes:
        share: its length beside that of the longest take.
        remarks: what the evaluation and the models say about it, in sentences.
    """

    take: Take
    labels: tuple[Label, ...]
    deleted: bool = False
    share: float = 0.0
    remarks: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Its name, or else its number in words."""
        return self.take.name or tr("take {number}").format(number=self.take.number)

    @property
    def state(self) -> str:
        """Its number where its title is another, and what is special about it; "" for nothing."""
        parts = [tr("take {number}").format(number=self.take.number)] * bool(self.take.name)
        if self.deleted:
            parts.append(tr("deleted"))
        elif not self.take.on:
            parts.append(tr("off"))
        elif self.take.trim is not None:
            parts.append(tr("trimmed"))
        parts += [tag for tag in (self.take.who, self.take.where) if tag]
        return " · ".join(parts)

    @property
    def words(self) -> str:
        """The whole row in one sentence, for screen readers."""
        parts = [self.title, tr("{seconds} s").format(seconds=f"{self.take.seconds:.1f}")]
        parts += [f"{label.name}: {label.text}" for label in self.labels]
        parts += [tag for tag in (self.take.who, self.take.where) if tag]
        parts += [tr("switched off")] * (not self.take.on) + [tr("deleted")] * self.deleted
        return ", ".join((*parts, *self.remarks))


@dataclass(frozen=True)
class Wanted:
    """Which takes to show.

    Attributes:
        only: "target" is those with examples for `output` that show `value`, any of them with NaN.
    """

    only: Kept = "all"
    output: int = 0
    value: float = math.nan

    def __call__(self, row: Row) -> bool:
        """Whether a take is one of them."""
        if self.only == "target":
            return any(self._shown(label) for label in row.labels)
        return {"all": True, "remarks": bool(row.remarks), "off": not row.take.on}[self.only]

    def _shown(self, label: Label) -> bool:
        return label.output == self.output and (math.isnan(self.value) or label.value == self.value)


ALL = Wanted()


def rows_of(
    takes: Sequence[Take],
    outputs: tuple[Output, ...],
    remarks: Remarks,
    deleted: bool,
    lacks: Callable[[Take], bool] = lambda _: False,
) -> list[Row]:
    """Every take described; `lacks` says whether one was recorded without some of the inputs."""
    longest = max((take.seconds for take in takes), default=0.0)
    return [
        Row(
            take,
            labels_of(take, outputs),
            deleted,
            take.seconds / longest if longest > 0 else 0.0,
            (*_missing(take), *_narrow(take, lacks(take)), *remarks.get(take.number, ())),
        )
        for take in takes
    ]


def _missing(take: Take) -> tuple[str, ...]:
    return (tr("Damaged or missing examples: {count}").format(count=take.lost),) if take.lost else ()


def _narrow(take: Take, lacks: bool) -> tuple[str, ...]:
    words = tr("Recorded with fewer inputs ({count}): outputs that use the others do not learn from it")
    return (words.format(count=take.inputs),) if lacks else ()


def _targets(row: Row) -> tuple[tuple[int, float], ...]:
    return tuple((label.output, math.inf if math.isnan(label.value) else label.value) for label in row.labels)


ORDERS: dict[str, tuple[str, Callable[[Row], object]]] = {
    "newest": (mark("Newest first"), lambda row: -row.take.number),
    "oldest": (mark("Oldest first"), lambda row: row.take.number),
    "target": (mark("By target"), lambda row: (_targets(row), row.take.number)),
    "longest": (mark("Longest first"), lambda row: (-row.take.seconds, row.take.number)),
    "name": (mark("By name"), lambda row: (not row.take.name, row.take.name.casefold(), row.take.number)),
    "remarks": (mark("Remarks first"), lambda row: (-len(row.remarks), row.take.number)),
}


def arrange(rows: Sequence[Row], order: str, wanted: Wanted, text: str = "") -> list[Row]:
    """Those wanted whose name, number or targets have this text in them, in this order."""
    sought = text.strip().casefold()
    kept = [row for row in rows if wanted(row) and _has(row, sought)]
    return sorted(kept, key=ORDERS[order][1])  # type: ignore[arg-type]  # each order has keys of one kind


def _has(row: Row, sought: str) -> bool:
    if not sought:
        return True
    if sought.isdecimal():
        return sought == str(row.take.number) or sought in row.take.name
    said = (
        row.title,
        row.take.who,
        row.take.where,
        *(label.text for label in row.labels),
        *(label.name for label in row.labels),
    )
    return any(sought in text.casefold() for text in said)


def choices(outputs: Sequence[Output]) -> list[tuple[str, Wanted]]:
    """What the list can be narrowed to, in words."""
    found = [(tr("All takes"), ALL), (tr("With remarks"), Wanted("remarks"))]
    found.append((tr("Switched off"), Wanted("off")))
    for output in outputs:
        found.append((output.name, Wanted("target", output.number)))
        found += [
            (f"{output.name}: {target_words(output, value)}", Wanted("target", output.number, value))
            for value in _values(output)
        ]
    return found


def _values(output: Output) -> list[float]:
    if output.kind == "gesture":
        return [float(gesture.number) for gesture in output.gestures] + [0.0]
    return [float(n) for n in range(1, output.classes + 1)]
