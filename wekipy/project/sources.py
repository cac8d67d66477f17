"""Edits of the sources: the messages, ports and senders whose numbers are joined to one input vector.

The inputs are those of the first source, then those of the second, and so on. Setting the sources sets the
number of inputs and their names. Takes keep the inputs that they were recorded with, so a new source is best
added at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec

from wekipy.project.checking import check
from wekipy.project.counting import many
from wekipy.project.input_names import WEKINATOR, free_name, names_of, stem_of
from wekipy.project.problem import Problem
from wekipy.project.schema import MOST_SOURCES, Frames, Input, Project, Source
from wekipy.project.source_layout import NUMBER, starts_of
from wekipy.project.structure import set_inputs
from wekipy.project.suggesting import suggest
from wekipy.project.wording import in_words

Wanted = Mapping[str, Any]

_ONE_SOURCE: Final = (
    "[NAME=]ADDRESS:COUNT[,port=N][,sender=IP][,silence=hold|rest|missing][,after=S][,rest=X]"
)
_WRITTEN: Final = re.compile(r"(?:(?P<name>[^/=,]+)=)?(?P<address>/[^,]*):(?P<inputs>[0-9]{1,5})")
_LAST_NUMBER: Final = re.compile(r"(.*[^0-9])([0-9]{1,5})")


def set_sources(
    project: Project, wanted: Sequence[Wanted], frames: Wanted | None = None, fill: float | None = None
) -> Project:
    """Let the inputs come in these messages.

    Args:
        wanted: fields of `Source` each; the name may be left out, and `names` has the names of its inputs.
            None: all inputs come in one message again, and stay as many as they are.
        frames: fields of `Frames`; None leaves them as they are.
        fill: what stands for new inputs in takes without them, see `set_inputs`.
    """
    if not wanted:
        return check(msgspec.structs.replace(project, sources=(), frames=Frames()), project)
    if len(wanted) > MOST_SOURCES:
        raise Problem(f"{many(len(wanted), 'source')} arrived, expected at most {MOST_SOURCES}")
    sources = tuple(map(_source, _with_names(wanted), range(1, len(wanted) + 1)))
    total = sum(source.inputs for source in sources)
    alone = msgspec.structs.replace(project, sources=(), frames=Frames())
    changed = alone if total == len(project.inputs) else set_inputs(alone, total, fill)
    inputs = _named(project, changed.inputs, sources, [each.get("names") for each in wanted])
    made = msgspec.structs.replace(
        changed, inputs=inputs, sources=sources, frames=_frames(project, sources, frames)
    )
    return check(made, project)


def _with_names(wanted: Sequence[Wanted]) -> list[Wanted]:
    """The sources wanted, each with a name: its own, or one made of its address."""
    taken = {str(each["name"]) for each in wanted if each.get("name")}
    named: list[Wanted] = []
    for each in wanted:
        name = each.get("name") or free_name(stem_of(str(each.get("address", ""))), taken)
        taken.add(str(name))
        named.append({**each, "name": name})
    return named


def _source(wanted: Wanted, number: int) -> Source:
    known = {*Source.__struct_fields__, "names"}
    unknown = sorted(set(wanted) - known)
    if unknown:
        advice = suggest(unknown[0], sorted(known))
        raise Problem(f"source {number} has no field “{unknown[0][:40]}”; {advice}")
    try:
        return msgspec.convert({key: wanted[key] for key in wanted if key != "names"}, type=Source)
    except msgspec.ValidationError as e:
        raise Problem(f"source {number}: {in_words(e)}") from e


def _frames(project: Project, sources: Sequence[Source], wanted: Wanted | None) -> Frames:
    if wanted is None:
        gone = project.frames.when == "source" and project.frames.source not in {s.name for s in sources}
        return Frames() if gone else project.frames
    try:
        return msgspec.convert(dict(wanted), type=Frames)
    except msgspec.ValidationError as e:
        raise Problem(f"frames: {in_words(e)}; when is each, all, source or rate") from e


def _named(
    before: Project, inputs: Sequence[Input], sources: Sequence[Source], given: Sequence[Any]
) -> tuple[Input, ...]:
    """The inputs with the names given; inputs of a source that was there before keep theirs."""
    found = [
        _kept(before, inputs, source, start) if wanted is None else _given(source, wanted)
        for source, start, wanted in zip(sources, starts_of(sources), given, strict=True)
    ]
    taken = {name for names in found for name in names or ()}
    names: list[str] = []
    for source, known in zip(sources, found, strict=True):
        for name in known or _plain_names(source):
            names.append(name if known else free_name(name, taken))
            taken.add(names[-1])
    try:
        return tuple(
            msgspec.convert({**msgspec.to_builtins(one), "name": name}, type=Input)
            for one, name in zip(inputs, names, strict=True)
        )
    except msgspec.ValidationError as e:
        raise Problem(f"names of inputs: {in_words(e)}") from e


def _kept(before: Project, inputs: Sequence[Input], source: Source, start: int) -> list[str] | None:
    """The names of a source's inputs, if it had the same inputs before."""
    old = before.sources or (Source(name="all", address=before.input_address, inputs=len(before.inputs)),)
    for other, place in zip(old, starts_of(old), strict=True):
        if (other.address, other.port, other.inputs, place) == (
            source.address, source.port, source.inputs, start,
        ):  # fmt: skip
            return [each.name for each in inputs[start : start + source.inputs]]
    return None


def _given(source: Source, wanted: Any) -> list[str]:
    if not isinstance(wanted, list) or len(wanted) != source.inputs:
        raise Problem(
            f"source “{source.name}”: expected names, a list of {source.inputs}, got {wanted!r:.60}"
        )
    return [str(name) for name in wanted]


def _plain_names(source: Source) -> list[str]:
    stem = source.name
    if source.address == WEKINATOR and stem == stem_of(WEKINATOR):
        stem = "inputs"
    return names_of(stem, source.address, source.inputs)


def read_source(text: str) -> dict[str, Any]:
    """Read a source as a person writes it on the command line; fields of `Source`.

    Raises:
        Problem: with the form that was expected.
    """
    first, *options = text.split(",")
    found = _WRITTEN.fullmatch(first)
    pairs = [option.partition("=") for option in options]
    if found is None or not all(equals for _, equals, _ in pairs):
        raise Problem(f"cannot read source “{text[:80]}”; expected {_ONE_SOURCE}")
    fields: dict[str, Any] = {"address": found["address"], "inputs": int(found["inputs"])}
    if found["name"]:
        fields["name"] = found["name"]
    for key, _, value in pairs:
        try:
            fields[key] = value if key in ("sender", "silence") else msgspec.json.decode(value)
        except msgspec.DecodeError:
            raise Problem(f"source “{text[:80]}”: {key} is “{value[:40]}”, expected a number") from None
    return fields


def write_source(address: str, inputs: int) -> str:
    """A source as `read_source` reads it."""
    return f"{address}:{inputs}"


def read_frames(text: str) -> dict[str, Any]:
    """Read when a frame is answered: each, all, source:NAME or rate:60; fields of `Frames`.

    Raises:
        Problem: with the forms that were expected.
    """
    when, colon, value = text.partition(":")
    try:
        if when in ("each", "all") and not colon:
            return {"when": when}
        if when == "source" and value:
            return {"when": when, "source": value}
        if when == "rate" and colon:
            return {"when": when, "rate": float(value)}
    except ValueError:
        pass
    raise Problem(f"cannot read “{text[:60]}”; expected each, all, source:NAME or rate:60")


def grouped(kinds: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return addresses and counts of messages with single numbers put together.

    /fader/1 to /fader/4 with one number each become ("/fader/{n}", 4); all other messages stay as they are.
    """
    kinds = list(dict.fromkeys(kinds))
    runs: dict[str, set[int]] = {}
    for address, count in kinds:
        found = _LAST_NUMBER.fullmatch(address)
        if count == 1 and found is not None and not found[2].startswith("0"):
            runs.setdefault(found[1], set()).add(int(found[2]))
    whole = {stem: len(n) for stem, n in runs.items() if len(n) > 1 and n == set(range(1, len(n) + 1))}
    made: list[tuple[str, int]] = []
    for address, count in kinds:
        found = _LAST_NUMBER.fullmatch(address)
        if count == 1 and found is not None and found[1] in whole:
            made.append((f"{found[1]}{NUMBER}", whole[found[1]]))
        else:
            made.append((address, count))
    return list(dict.fromkeys(made))
