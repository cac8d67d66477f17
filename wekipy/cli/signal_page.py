"""docs/signal.md: what stages before and after the models are for, and the tables of them."""

from __future__ import annotations

from wekipy.project.option import Option
from wekipy.stages.stage import StageKind
from wekipy.stages.table import INPUT_STAGES, STAGES

_PAGE = """# Signal: what happens before and after the models

**Stages before the models** make features of the raw inputs: they smooth and scale them, look at the way instead of the
place, or compute what you write as a formula. **Stages after the models** shape what is sent.

- [Blocks: before the models](#blocks-before-the-models): how they are made, calibrated and suggested;
  [which stage for what](#before-the-models), [all of them](#all-stages-before-the-models)
- [After the models](#after-the-models), [all stages after the models](#all-stages-after-the-models)

# Blocks: before the models

A **block** is some of the inputs, and up to 16 **stages** that they go through, one after the other. What comes out of all
blocks, one after the other, are the **features**: they are what models see, and what connections choose from. Without
blocks the features are the inputs.

- **Takes stay raw.** What is recorded is what arrived. So blocks can be made, changed and removed at any time, also
  months later: the features of all takes are computed anew, and no example is lost. `undo` takes each change back.
- **Nothing jumps while you play.** A running model goes on with the blocks that it was trained with, and is marked as
  changed. The next training takes the new ones.
- **Live and replayed are the same.** With a take, wekipy saves what the stages remembered when it began. So training sees
  the features that were there live, to the bit. If the blocks were others at that time, stages begin anew with the take.
- **After a gap** of more than a second without a frame most stages begin anew; each says so below.
- **An input that is in no block** is not seen. To let models see it as it is, give it a block without stages.

```sh
wekipy set MY.wekipy block hand --inputs 1-3 --stage low-pass:cutoff=5 --stage magnitude:original=yes
wekipy set MY.wekipy block rest --inputs 4-6        # passed on as they are
wekipy set MY.wekipy block hand --remove
wekipy stages low-pass                              # what it does, and its options
```

| with | make or change | remove |
| --- | --- | --- |
| the window | the panel *Signal*: **Add block**, **Add stage** | the bin of the block |
| the command line | `wekipy set MY.wekipy block hand --inputs 1-3 --stage …` | `--remove` |
| Python | `w.set_block("hand", "low-pass:cutoff=5", inputs=[1, 2, 3])` | `w.remove_block("hand")` |
| OSC | `/wekipy/set_block hand {{"inputs": [1, 2, 3], "stages": ["low-pass:cutoff=5"]}}` (a string of JSON) | `/wekipy/remove_block hand` |

## Calibrating

Some stages learn numbers, such as the ends of a `range`: {learning}. There are two ways.

- **From the takes** that are switched on: **From takes** in the window, `w.learn_stages("hand")`, `/wekipy/learn_stages hand`.
- **From what the sensors send now**: **Move now** in the window; move to the ends of all that you will do, then press
  **Stop**. In a script `w.calibrate("hand")` and `w.end_calibration()`. Nothing is recorded for it, and at most
  60,000 vectors count.

Both are undone with `undo`. What a stage has learned stays when you change other options or rename the block.

## Suggestions

`wekipy suggest MY.wekipy --output 1`, **Suggest** in the panel *Signal*, or `w.suggest(1)` tries smoothing, windows, speeds
and, for hands and bodies, distances between points. Each way is trained and asked about takes that were held out. You read
how often the output is right now, which ways do better by more than chance, how late they are, and which features matter.
`--apply 1`, **Use** or `w.apply_suggestion` gives the output a block of its own, in one undoable step; other outputs keep
their features. Nothing is changed until then, and running goes on.

## Without an engine, and in other programs

`predict` and `wekipy.load` step the blocks as an engine does that begins to run. Exported examples are the raw inputs. A
model whose features are made by blocks is not exported for other programs or as source code (skops, joblib, ONNX, C++,
JavaScript): they do not have the stages, so `wekipy export` refuses it and says so.

# After the models

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
- **Exports**: source code in a sketch [carries them](import-export.md#stages); scikit-learn and ONNX files are the bare
  models.

# All stages after the models

{after}

# Before the models

What a sensor sends is seldom what a movement is known by. A block takes some of the inputs through up to 16 stages, one
after the other, and the models learn from what comes out. Raw inputs are what is recorded, always: every chain can be
changed afterwards, and all examples stay good.

| you want | stages |
| --- | --- |
| less jitter, no wild frames | `one-euro`, `low-pass`, `average`, `median` |
| no drift, no gravity | `high-pass` |
| all inputs equally strong | `range`, `standardise`; `clip`, `dead-zone` |
| how quickly it changes | `speed` (per second), `difference` (per frame) |
| how lively it is | `window`, `spectrum` |
| the way instead of the place | `buffer`, `history` |
| a whole movement, however long it takes | `conditional-buffer` |
| a hand's pose, wherever the hand is | `relative`, `distances`, `angles` |
| how strong, whatever the direction | `magnitude` |
| hits and turns | `onset`, `peak` |
| a formula of your own | `expression` |
| fewer numbers | `selection`, `pca` |

## How they are written

A stage is its name, and after a colon the options that differ from their defaults: `window:frames=20`. A text with commas
stands in double quotes, in which \\" is a quotation mark:

```text
expression:formula="d = x - x[n-1]; max(d, 0)"
window:statistics="mean, deviation, difference.max",seconds=0.5
history:delays="0, 0.1, 0.5",unit=seconds
relative:size=3,reference=1,scale_to=10
```

The 21 landmarks of a hand, each x, y and z, become its pose with `relative:size=3,reference=1,scale_to=10`: as seen from
the wrist (landmark 1), with the distance to landmark 10, the root of the middle finger, as the unit.

## Formulas

`expression` and both conditions of `conditional-buffer` read formulas:

| written | means |
| --- | --- |
| `x`, `left.x`, `inputs-1`, `größe` | the input of that name; where names begin alike, the longest counts, and a subtraction has spaces: `inputs-1 - inputs-2` |
| `'left hand'`, `'pi'` | a name with spaces, or one that means something else |
| `#3` | the third input |
| `x[n-3]` | its value three frames ago, up to 10,000 |
| `y = 0.1*x + 0.9*y[n-1]` | a result with a name, which formulas further on may use, and all with a delay |
| `;` | between formulas; each gives one number |
| `+ - * / ^` | ^ is the power and goes from right to left; −2^2 is −4 |
| `< <= = <> >= >`, `and`, `or` | 1 or 0; anything but 0 is true; == and != may be written as well |
| `if(c, a, b)` | a where c is true, else b |
| `abs acos asin atan atan2 ceil cos exp floor log max min pi round sin sqrt tan` | angles in radians; log to base e; max and min of two or more; round takes halves upwards |

A formula is read into a tree of these operations; it is never run as a program. What has no finite
result (1/0, the root of −1, what grows without end) is the last result that was finite.

## What holds for every stage before the models

- **Names**: results are called after what they come from: `x.speed`, `x.n-3`, `x.difference.max`.
- **Beside the results** the inputs themselves pass on with `original=yes`, where a stage has that option.
- **The beginning**: until a window is full, it has the frames there are; in `buffer`, `history` and `spectrum` the first
  frame stands for those that are missing.
- **Learning**: {learning} can learn from the takes. What they do until then is in their
  text. Ranges and deviations are not misled by two wild frames; let a `median` come before `pca` if there are some.
- **Time** is that of the frames. A time that stands still or goes back counts as the same time.
- **State** is remembered to the bit: what a take replays is what it was live.
- **Limits**: a stage gives at most 16,384 numbers and remembers at most 524,288.
- **From other packages**: a row (`StageKind`) at an entry point of the group `wekipy.stages` adds a stage.

# All stages before the models

{before}
"""


def signal() -> str:
    """Return docs/signal.md without its first line."""
    after, before = ("\n".join(map(_stage, table.values())) for table in (STAGES, INPUT_STAGES))
    learning = ", ".join(f"`{stage.name}`" for stage in INPUT_STAGES.values() if stage.fit)
    return _PAGE.format(after=after, before=before, learning=learning)


def _stage(stage: StageKind) -> str:
    lines = [f"## {stage.title} (`{stage.name}`)", ""]
    if stage.kinds:
        lines += [f"For {' and '.join(stage.kinds)} outputs.", ""]
    lines += [stage.sentence]
    if stage.options:
        lines += ["", "| option | default | may be | |", "| --- | --- | --- | --- |"]
        lines += [_option(option) for option in stage.options]
    if stage.fit:
        lines += ["", "It can learn from the takes."]
    paragraphs = [" ".join(part.split()) for part in stage.text.split("\n\n")]
    named = [part.partition(": ") for part in paragraphs[1:]]
    return "\n".join(
        [*lines, "", paragraphs[0], "", *(f"- **{name}**: {rest}" for name, _, rest in named), ""]
    )


def _option(option: Option) -> str:
    default = str(option.default).lower() if isinstance(option.default, bool) else option.default
    return f"| `{option.name}` | {default} | {option.allowed} | {option.sentence} |"
