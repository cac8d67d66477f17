"""docs/signal.md: what stages are for, and the table of them."""

from __future__ import annotations

from wekipy.project.option import Option
from wekipy.stages.stage import StageKind
from wekipy.stages.table import STAGES

_PAGE = """# Signal: what happens after the models

A model answers each frame by itself, so its answers jitter as the sensor does, and a classifier flickers between two
classes. **Stages** shape what an output answers before it is sent: they smooth it, bend it, snap it to steps or notes,
and keep classes steady. An output has up to 16 of them, one after the other; they come after the reject option and
before limits and rounding. They take effect with the next answer, no training needed, and `undo` takes them back.

| you want | for numbers | for classes |
| --- | --- | --- |
| less jitter | `one-euro` | `hysteresis`, `debounce`, `majority` |
| slow, soft movement | `spring`, `low-pass` | |
| never too fast, for motors and lights | `slew` | |
| steps, notes | `quantise`, `scale` | |
| more room at one end; another range | `curve`, `range` | |
| fewer changes | `hold` | `hold` |
| no double triggers | | `refractory` |

```sh
wekipy set MY.wekipy output 1 --after one-euro                            # the recommended smoothing
wekipy set MY.wekipy output 1 --after one-euro:beta=0.3 --after scale:scale=pentatonic,root=D
wekipy set MY.wekipy output 2 --after debounce:frames=4
wekipy set MY.wekipy output 1 --after none                                # take all away
wekipy stages one-euro                                                    # what it does, and its options
```

In Python `w.set_after(1, "one-euro", "scale:root=D")`, and over OSC `/wekipy/set_after 1 ["one-euro:beta=0.3"]`, where the
stages are a string of JSON. All of them together replace those that were there; none removes them.

## How much it helps, and what it costs

![The same noisy input without and with the 1-euro filter: it rests calmly, and a step arrives hardly later](signal.svg)

With noise of 5 % of the range (standard deviation), the 1-euro filter as it is set at first moves 24 times less from frame
to frame at rest at 60 frames/s, 35 times at 100, and strays 5 times less from its place. Half of a step over the whole
range arrives 20 to 23 ms later (`tests/stages/test_smoothing.py` holds it to 10 times and 30 ms). Lower `min_cutoff` to make rest calmer; raise `beta` to follow quick
movements sooner. `python -m wekipy.cli.signal_plot` draws the picture with the stage itself.

The delay of a chain is in the state of the output (`delay`, seconds), and `wekipy set` says it. It is the time until half
of a step over the whole range has come through, with 100 frames/s.

## What holds for every stage

- **Time** is that of the frames, so uneven frames are no trouble. More than a second without a frame is a **gap**; what
  follows it is said for each stage below.
- **Not a number**: where a model answers no finite number, the last one stands in.
- **“None of these”** (0) counts as a class of its own.
- **State** starts anew when running starts, when the stages of the output change, or its range does. Other edits and
  new trainings leave it alone.
- **Gestures** have no stages: receivers compare their distances with thresholds, which holds only for distances as they
  are. Their setting `refractory` keeps a gesture from coming twice.
- **Training and evaluation** do not see stages: models learn and are measured without them.
- **`predict` and `wekipy.load`** apply them as an engine that begins to run, at the times of the rows given: those of the
  gestures' examples, else 50 a second, unless you say so with `step`. The estimators of `wekipy.load` answer each row as
  the first, on which stages that smooth or wait have no effect yet.
- **Exports** do not have them: scikit-learn and ONNX files are the bare models, and an output with stages is refused for
  source code in a sketch.

# All of them

{table}
"""


def signal() -> str:
    """Return docs/signal.md without its first line."""
    return _PAGE.format(table="\n".join(_stage(stage) for stage in STAGES.values()))


def _stage(stage: StageKind) -> str:
    lines = [f"## {stage.title} (`{stage.name}`)", "", f"For {' and '.join(stage.kinds)} outputs.", ""]
    lines += [stage.sentence, "", "| option | default | may be | |", "| --- | --- | --- | --- |"]
    lines += [_option(option) for option in stage.options]
    paragraphs = [" ".join(part.split()) for part in stage.text.split("\n\n")]
    named = [part.partition(": ") for part in paragraphs[1:]]
    return "\n".join(
        [*lines, "", paragraphs[0], "", *(f"- **{name}**: {rest}" for name, _, rest in named), ""]
    )


def _option(option: Option) -> str:
    default = str(option.default).lower() if isinstance(option.default, bool) else option.default
    return f"| `{option.name}` | {default} | {option.allowed} | {option.sentence} |"
