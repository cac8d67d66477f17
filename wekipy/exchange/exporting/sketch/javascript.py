"""A score as a JavaScript module."""

from __future__ import annotations

import base64
import json
import textwrap
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from wekipy.exchange.exporting.sketch.chain import FeatureChain, Step
from wekipy.exchange.exporting.sketch.literals import example, fill, number, numbers, plain, resource, wrapped
from wekipy.exchange.exporting.sketch.score import Part, Score
from wekipy.exchange.exporting.sketch.sheets import Figure

MANY: Final = 64  # numbers from which an array is written as base64
LINE: Final = 116
_TYPES: Final[dict[str, dict[type[np.generic], str]]] = {
    "i": {np.uint8: "Uint8Array", np.int16: "Int16Array", np.int32: "Int32Array", np.float64: "Float64Array"},
    "f": {np.float32: "Float32Array", np.float64: "Float64Array"},
}
"""By the kind of an array, what JavaScript calls the types that its numbers may fit, smallest first."""


def as_javascript(score: Score, file: str) -> str:
    """The text of a module.

    Args:
        file: its name, for the comment that shows how to use it.
    """
    return "\n".join(
        [
            resource("runtime.mjs"),
            resource("gestures.mjs"),
            resource("chain.mjs"),
            resource("formulas.mjs"),
            fill(
                "project.mjs",
                title=score.title,
                file=plain(file),
                example=example(len(score.inputs)),
                width_in=len(score.inputs),
                width_out=len(score.outputs),
                inputs=json.dumps(score.inputs, ensure_ascii=False),
                outputs=json.dumps(score.outputs, ensure_ascii=False),
                gestures=json.dumps(score.gestures, ensure_ascii=False),
                shifts=f"[{', '.join(number(shift) for shift in score.shifts)}]",
                chains=_listed([_chain(chain) for chain in score.chains], ""),
                data=",\n".join(
                    _part(part, score.answered_by(part), score.chain_of(part)) for part in score.parts
                ),
                defaults=", ".join(number(value) for value in score.defaults),
            ),
        ]
    )


def _part(part: Part, name: str, chain: int | None) -> str:
    fields = {"slot": str(part.slot), "kind": json.dumps(part.sheet.kind)}
    if part.spotter is not None:
        fields["spotter"] = str(part.spotter)
    elif part.labels is None:
        fields |= {
            "low": number(part.low),
            "high": number(part.high),
            "integer": "true" if part.integer else "false",
        }
    else:
        fields["labels"] = f"[{', '.join(map(str, part.labels))}]"
    if part.thresholds is not None:
        names = ("novelty", "confidence", "backNovelty", "backConfidence", "floor", "power")
        figures = (*part.thresholds, *part.calibration)
        texts = (f"{n}: {number(v)}" for n, v in zip(names, figures, strict=True))
        fields["thresholds"] = f"{{ {', '.join(texts)} }}"
    if chain is not None:
        fields["chain"] = str(chain)
    if part.after:
        fields["after"] = _steps(part.after, "    ")
    if part.novelty is not None:
        fields["novelty"] = _text(part.novelty, "    ")
    fields["model"] = _text(part.sheet.figures, "    ")
    lines = "\n".join(f"    {key}: {text}," for key, text in fields.items())
    return f"  // {name}\n  {{\n{lines}\n  }}"


def _chain(chain: FeatureChain) -> str:
    blocks = [
        f"{{\n      inputs: {_text(np.array(block.inputs), '      ')},\n      width: {block.features},"
        f"\n      steps: {_steps(block.steps, '      ')},\n    }}"
        for block in chain.blocks
    ]
    return _listed(blocks, "  ")


def _steps(steps: Sequence[Step], indent: str) -> str:
    inside = f"{indent}  "
    written = [
        f"{{ kind: {json.dumps(step.sheet.kind)}, beside: {'true' if step.beside else 'false'},"
        f" figures: {_text(step.sheet.figures, inside)} }}"
        for step in steps
    ]
    return _listed(written, indent)


def _listed(texts: Sequence[str], indent: str) -> str:
    """An array, one line or more for each of its members."""
    lines = "".join(f"\n{indent}  {text}," for text in texts)
    return f"[{lines}\n{indent}]" if texts else "[]"


def _text(figure: Figure, indent: str) -> str:
    if isinstance(figure, dict):
        inside = f"{indent}  "
        lines = "\n".join(f"{inside}{key}: {_text(one, inside)}," for key, one in figure.items())
        return f"{{\n{lines}\n{indent}}}"
    if isinstance(figure, np.ndarray):
        if figure.size >= MANY:
            return _packed(figure, indent)
        listed = f"[\n{wrapped(numbers(figure), indent + '  ')}\n{indent}]" if figure.size else "[]"
        return f"new Float32Array({listed})" if figure.dtype == np.float32 else listed
    return str(figure) if isinstance(figure, int) else number(figure)


def _packed(array: npt.NDArray[np.generic], indent: str) -> str:
    """Write an array as the base64 of its bytes, as the smallest type that holds all of its numbers."""
    with np.errstate(over="ignore"):  # what is too large for a type does not fit it
        kind = next(kind for kind in _TYPES[array.dtype.kind] if np.array_equal(array.astype(kind), array))
    data = base64.b64encode(array.astype(np.dtype(kind).newbyteorder("<")).tobytes()).decode().rstrip("=")
    lines = "\n".join(textwrap.wrap(data, LINE))
    return f"packed({_TYPES[array.dtype.kind][kind]}, `\n{lines}\n{indent}`)"
