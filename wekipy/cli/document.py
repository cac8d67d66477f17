"""Generates documents from the tables in the code: `python -m wekipy.cli.document`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from wekipy.cli import command_page, signal_page
from wekipy.cli.main import commands
from wekipy.cli.say import say
from wekipy.faces.admission import HELLO
from wekipy.faces.arguments import Argument
from wekipy.faces.operations import OPERATIONS
from wekipy.faces.session import SUBSCRIBE
from wekipy.faces.wekinator import CONTROLS, DONE_TRAINING, Control
from wekipy.learning.algorithm import Algorithm
from wekipy.learning.algorithms import ALGORITHMS
from wekipy.learning.growth import Size, examples_used, seconds_of
from wekipy.server.silence import STATUS
from wekipy.server.unattended import HEARTBEAT

MUCH: Final = 100_000  # examples: a quarter of an hour

_MADE = (
    "<!-- Made by `python -m wekipy.cli.document` from the tables of the code: change those, not this. -->\n"
)

_PROTOCOL = """# The protocols

Everything is OSC. There are three ways in: inputs and Wekinator's control messages over UDP, and the own control
protocol, with replies, over TCP. All outputs, inputs and takes are counted from 1.

## Inputs and outputs (UDP, port 6448 and 12000)

| message | arguments | |
| --- | --- | --- |
| `/wek/inputs` | one number per input | an input vector; numbers of any OSC type (f, i, h, d, T and F as 1 and 0, texts that are numbers), also in bundles, at a pattern that matches, or as floats without type tags |
| `/wek/inputs1`, `/wek/inputs/x`, … | one number each | the same, one message for each input in their order, if all are in one bundle (TouchDesigner’s OSC Out) |
| `/wek/outputs` | one float per output | the answer, once per input vector while running, and once per change by hand; classes are 1.0, 2.0, …, and 0.0 is nothing, where a classifier may answer so; in the place of a gesture output, one distance per gesture, infinite for one that is off or has no example; a gesture is recognised when its distance falls below its threshold |
| `/<output name>` | one float per class | how likely each class is, after each answer, for classifiers with `send_distribution` |
| `/<output name>/confidence` | one float, 0 to 1 | how sure a classifier with `send_confidence` is |
| `/<output name>/novelty` | one float, 0 to 1 | how far the input is from all examples, for outputs with `send_novelty`: 0.5 is the border of what was demonstrated |
| `/output_1`, `/output_2`, … | none | this gesture was recognised; each gesture has an address of its own |
| `<gesture address>/progress` | one float, 0 to 1 | how much of a gesture has been performed: after each input vector while it is under way, for outputs with `send_following` |
| `<gesture address>/speed` | one float | its speed relative to the example, likewise |
| `<gesture address>/match` | one float, 0 to 1 | how like the example it is: 1 exactly, 0.5 at the threshold; 0 once when it is no more under way |
| `{done}` | | a training has ended |
| `{silence}` | one integer | 1: inputs have stopped, 0: they are back; for projects that act `on_silence` |
| `{heartbeat}` | four integers | with `--heartbeat SECONDS`: seconds since the start, 1 while running, vectors arrived and answered since the last one |

The addresses of inputs and outputs can be changed. Datagrams may have up to 65,507 bytes (16,384 inputs do not fit;
some 13,000 do). Time tags of bundles are ignored: everything is for now. Any number of senders may send. An engine that
listens on this machine hears 127.0.0.1 and ::1. Destinations are written HOST:PORT, with an IPv6 address [::1]:12000.

Before any output has a model nothing is sent. Names and addresses that OSC forbids are legal on the wire: spaces,
controls and # * , ? [ ] {{ }} are _ there, and so is an empty part between two /; other alphabets go out as UTF-8.

A vector with the wrong count, with something that is no number, or with NaN or an infinity is refused with one
line that says what arrived and what was expected; the same complaint comes at most every 5 seconds.

## Wekinator's control messages (UDP, to the same port)

OSC address patterns (`/wekinator/control/*Recording`) are matched. Numbers may come as any
type, whole ones also with up to 0.001 added, and what an address does not need is ignored. While the project does not
`accept_control_over_osc`, they are refused, and so are those of the own protocol over UDP; inputs are taken all the
same. Paths in messages stay inside the project folder, or, for `runNewProject` and `/wek/inputs/bundle`, in the
library: the folder that the project lies in, unless `--library` names another.

They are accepted from this machine, and from elsewhere only from networks named with `--allow-control`; see
[security.md](security.md).

| address | arguments | does |
| --- | --- | --- |
{controls}

As there, `startRunning` ends a recording of targets, `train` learns also from what a recording has so far (it goes on
in a take of its own), and `deleteExamplesForOutput` takes the number of a gesture where all outputs are gesture outputs.

What differs from Wekinator, on purpose: recording and training do not stop a running model; a model whose inputs
were chosen anew answers from the old ones until it is trained again; models are saved in the project's own
`saved/` folder and in wekipy's own format; the engine has one project at a time, so `runNewProject` closes the
present one as soon as the new one is ready, also with STOPCURRENTLISTENING; with KEEPCURRENTRUNNING the new one runs in
an engine of its own, whose ports this one says. The answers to `/wek/inputs/bundle FILE` are written beside FILE only
in the project folder, else to `saved/wekOutputs.csv`; `/wek/outputs/bundle PATH` at port 12001 says where.
`enableGesture` and `disableGesture` are
additions.

## The own control protocol (TCP, port 6449)

OSC packets on a TCP stream, each after its length as a 32-bit big-endian integer (OSC 1.0), or in SLIP frames (OSC
1.1); the engine answers in the form that the client begins with. A request is `/wekipy/<operation>` with arguments;
each gets exactly one reply, in order:

| message | arguments | |
| --- | --- | --- |
| `/wekipy/reply` | s operation, s JSON | it is done; the JSON is the result, `null` if there is none |
| `/wekipy/error` | s operation, s text | it cannot be done; the text says why, for people |

By default only this machine is listened to. Started with `--allow-control NETWORK`, the engine also listens to clients
in that network, whose first message has to be `/wekipy/hello` with the token that it shows.

The same operations may be sent as `/wekipy/<operation>` over UDP to the input port (from a foot switch, say); then
there is no reply, and what is wrong is told by the engine's messages.

After `/wekipy/subscribe` the engine also sends, at any time:

| message | arguments | |
| --- | --- | --- |
| `/wekipy/event` | s kind, s text | something happened; the text is for people and may be empty |
| `/wekipy/change` | s JSON | the sections of the state that have changed; subscribed with `pieces`, see below |
| `/wekipy/live/inputs`, `…/outputs`, `…/targets` | floats | the latest values, at the rate subscribed to |
| `/wekipy/live/features` | floats | what models see of the inputs, where there are blocks |
| `/wekipy/live/distributions` | floats | how likely each class is, one classifier after the other; NaN where no model answers |
| `/wekipy/live/courses` | floats | three for each gesture: its progress, the threshold that its distance must fall below (0 is never), and how often it was recognised |

Kinds of events: opened, recording, take, training, trained, cancelled, evaluating, evaluated,
running, playing, edited, outputs, notice.

In Python all of this is `wekipy.Client`, with a method per operation; [python.md](python.md) has more:

```python
import wekipy

with wekipy.Client() as w:
    w.record(targets=[0.2, 0.8], seconds=3)
    w.train()
    w.start_running()
```

| operation | arguments | does |
| --- | --- | --- |
{operations}

A table is a string of JSON: rows of numbers, `[[0.1, 0.2], [0.3, null]]`, of at most 1,048,576 characters, or packed, as
arrays are in replies: `{{"type": "<f4" or "<f8", "shape": [rows, columns], "data": base64}}`, little-endian numbers row by row.
A packet has at most 16 MiB: 100,000 examples of 20 inputs, say. Over UDP a message of plain numbers does:
`/wekipy/add_example 0.1 0.2 1` is an example of two inputs and one target.

The state (`/wekipy/state`, the reply to `subscribe`) is a JSON object with the sections: `inputs` (names), `fills` (by number
of the input, what stands for it in takes recorded without it),
`outputs` (each with number, name, kind, settings, the switches record, train and run, algorithm, options, inputs, examples, `after` (stages, each with name and options), `delay` (seconds by which they delay it), and `model`, whose `state` is
none, training, ready or changed; a gesture output also has its gestures, and its model `advice` about takes; a model that was trained beside another has a `verdict`: accepted, reason, margin, exams (each with kind: known, new or named
takes, how many takes, before and now: the errors of both models, worse, unsure), at_fault; `rejected` has those of kept models that were not put in place, by their numbers), `takes` (each with
number, name, on, examples, seconds, started, lost (examples whose rows are damaged or missing), inputs (how many it was recorded with), edits (another number after each edit of its rows, 0 without any), trim (null, or the seconds at its ends), outputs (examples of each), targets (what they have in
common, by output: the mean, the class, null where it varies), gesture), `deleted` (takes that can be restored), `examples` (learned from),
`recording` and `playing` (number of the take or null), `playing_map` (whether places on the map stand in for the sensor), `running`, `training` (null, or progress per output: 0 to 1, null where its algorithm does not tell how far it is), `training_outlook` (null, or `text`: how long it takes and what it leaves out, `seconds` and `left`: how long it takes and goes on, about; null if nobody knows), `undo` and `redo`
(what they would do), `input_address`, `sources` (name, address, inputs, port, sender, silence, after, rest of
each; none: all inputs come in one message), `frames` (when, source, rate), `sending` (when, every,
rate, at_most, and condition: null, or value, test, number, once), `output_address`, `destinations`, `performance_mode`, `live_learning`,
`live_learning_guard`, `live_learning_margin`, `accept_control_over_osc`, `silence`,
`project` (name, folder, library: the folder that other projects lie in), `port` (where inputs arrive) and `version`. The `inputs` of an output are the numbers of
those that feed it, or null for all.

A client that subscribes with `pieces` (`/wekipy/subscribe 0 1`) is sent less: where only some items of `takes`, `deleted` or
`outputs` have changed, the change has these sections in `pieces` instead, `{{"pieces": {{"takes": {{"17": {{…}}, "18": null}}}}, "undo": …}}`:
by number, each item that is new or different, as a whole, and null for one that is not in the section any more. The section
is then what it was, with these items replaced, added or removed, in the order of their numbers. A change with the section
itself replaces all of it, as without `pieces`: where its items are in another order, or most of them have changed.

The reply to `/wekipy/health` is a JSON object: `version`, `project` (its folder), `uptime` (seconds), `running`,
`recording`, `inputs_at` (HOST:PORT), `inputs_from_network`; vectors `arrived` and `answered`, messages `refused`, output
packets `dropped`, since the start; `rate` (vectors a second, over the last ten), `answer_ms` (`p50` and `p99` of every
64th of the last packets, from reading one to sending the last of its answers; null before there are any), `memory` and
`disk_free` (bytes; null where the system does not say), `saving` (why it fails, or empty), `kept_beside` (by number of the output, why its newest model was not put in
place), `silent`, `stuck`, `drifting` and `drift_rejects`
(numbers of inputs), and, watched, `restarts`, `restarted_because`, `without_models`.
"""

_ALGORITHMS = """# Algorithms

What can learn an output, chosen with `wekipy set PROJECT output 2 --algorithm svm --option kernel=rbf`, in Python with
`wekipy.Client().set_algorithm(2, "svm", kernel="rbf")`, or over OSC with `/wekipy/set_algorithm`.

## Which one?

Keep the one that a new output has until something bothers you: `neural-network` for numbers, and for classes `auto`
without its comparison (`compare=false`), which takes what is best in general and says so beside the output: “chose
svm, the best in general”. That is `svm`; `knn` where a class has fewer than five examples, and `neural-network` for more
than 4,000 examples. Over the sets of `benchmarks/default_classifier.py` it was never 3 points behind the best.
Five more takes usually help more than another algorithm. When something does bother you:

| what you do | numbers (continuous) | classes (classification) |
| --- | --- | --- |
| a handful of poses, each with its sound, and glides between | `neural-network`; `knn` stays closest to what you showed | |
| few examples (under about 50) | `neural-network`, `gaussian-process` | `knn`, `naive-bayes` |
| many (thousands) | `neural-network`, `knn` | `neural-network`, `logistic-regression` |
| sliders or tilt that should simply follow | `linear`; `polynomial` if it should bow | |
| smooth, never a step | `neural-network`, `gaussian-process` | |
| jumps from one fixed value to the next | make it a classification, or `random-forest` | any |
| a few clear poses | | `knn`; `svm` if they are close to each other |
| many inputs and few examples | `linear` with `features=auto`, which leaves out inputs that do not matter | `svm`, `logistic-regression` |
| a few inputs decide and the others are noise | `neural-network`, which lets them go | `random-forest`, `decision-tree` |
| hundreds of inputs, such as features of a webcam or of sound | `neural-network`, `linear` | `logistic-regression`, `svm`, `neural-network` |
| several people demonstrate, or several evenings | `neural-network` | `logistic-regression`, `svm`, `random-forest` |
| no idea, and a few seconds to spare | `auto` | `auto` |

With several people, let everyone record takes of their own, a few of everything, and tag the takes
(`wekipy takes PROJECT tag 3 4 5 who=Ana`): only then does `wekipy evaluate` say how well somebody will do of whom
there is no take. That may be no better than chance. With the muscles of the forearm, eight gestures that were right
in 98 % of new takes of the same evening were right in 77 to 86 % of another evening's, and in 10 to 24 % of another
person's. `auto` compares the quicker algorithms in the same way, keeps the one with the least error, and says
so in one line: “chose svm: 3 of 120 wrong on takes left out, next best knn with 7”. A new output does not compare,
because that takes longer, and with a few takes chance chooses as often as merit does. For numbers, `auto` does not try algorithms whose answers jump.

## When something is wrong

| it … | try |
| --- | --- |
| jumps between examples | `neural-network`; for `knn`, a higher `k`; for `linear` and `polynomial`, a higher `ridge` |
| is too lazy, does not reach what you showed | `knn`, or more `nodes` or a lower `alpha` for `neural-network`; show the extremes again |
| goes astray where you never demonstrated | demonstrate there, or set hard limits: `--setting limits=hard` |
| flickers between two classes | for `knn`, `k` of 5 or more; `svm`, `logistic-regression`; two more takes of both classes, also at the border |
| always answers some class, even at rest | switch on “nothing”, below; or record a class “rest” |
| answers late | a compiled model takes well under a millisecond: look for the delay in the sensor, its smoothing, and the sound card |
| trains for long | `knn`, `naive-bayes`, `linear` and `logistic-regression` need next to no time |
| was good, and is worse after the last take | `/wekipy/previous_model`, and `wekipy evaluate PROJECT` to find out what is wrong with the take |

`wekipy evaluate PROJECT` answers the question that counts: how well does it do on takes it has never seen? It also
names takes that contradict the others, and where to demonstrate more. Run it before you change the algorithm; how
to read it is in [evaluation.md](evaluation.md).

## Many examples

A quarter of an hour at 100 vectors a second is 100,000 examples. Some algorithms would need hours for them. So an
algorithm learns from no more examples than it can in some eight seconds of a processor for each output, and never from
fewer than 2,000, if there are so many. Below, each algorithm says how many that are with 100,000 examples of 20 inputs.

The part is chosen to cover what you showed. Half of it is spread evenly over time, with examples of every class and
take; the other half fills the gaps, so that a movement that you made once is not lost among minutes of rest. A training
says before it begins about how long it will take and what it will leave out, and the note of the model says how well it
answers the rest: “learned from 8,000 of 100,000 examples, and is off by 1.2 % of the range on the others”. If
that is not good enough, set the option `examples` (`--option examples=20000`) and wait, or take an algorithm that
learns from all, such as `neural-network`.

What only needs some examples is found on a part, too, and the note says so: how new an input is on 2,000, the training
error on 2,000, `k` on 1,000, what `auto` compares on 400.

## Memory

A circle to the left and one to the right go through the same places. Whoever sees one place at a time cannot tell them
apart; neither can an algorithm that sees each vector by itself. There are two ways to give it a past:

- `echo-state` remembers by itself. It keeps an echo of what came before, like a cave, and learns what the echo means.
  It begins anew when running starts, and when nothing has come for a second.
- Any algorithm can see the past as features: a block with the stage `speed` or `buffer` before it
  ([signal.md](signal.md)).

One minute of circling was shown, and another minute asked about (`python benchmarks/memory.py`; R² of a number is 1 if it
is perfect, and 0 if it is no better than the mean):

| algorithm | sees | R² of a number | right classes |
| --- | --- | --- | --- |
| `echo-state` | the vectors alone | 0.95 | 99 % |
| `neural-network` | the vectors alone | -0.13 | 50 % |
| `neural-network` | their speed, too | 0.76 | 95 % |
| `neural-network` | the last ten | 0.96 | 99 % |
| `knn` | the vectors alone | -0.68 | 49 % |
| `knn` | their speed, too | 0.76 | 92 % |
| `knn` | the last ten | 0.95 | 99 % |

Take `echo-state` if you do not know how far back to look: it finds out. Take `buffer` if you know, say ten vectors, and
have few inputs. Both count vectors, not seconds: send as many a second as you recorded. `wekipy demo --memory` shows it.

## Wild frames

A sensor that slips, or a cable that drops out, sends a few numbers far outside everything else. Two such frames among
hundreds can ruin a model. A training leaves out frames that are at least ten times farther out than all others, and says so
beside the output: “2 frames of take 3 are 80 times farther out than all others: left out”. `wekipy evaluate PROJECT`
names each of them. A pose that you showed on purpose is never left out, however far away it is and however few frames
it has: only frames that leave most of their own take, or of their own class, are wild. If they were meant after all, record a whole
take there, or switch it off: `wekipy set PROJECT output 2 --setting leave_out_wild=false`. Then they are learned, too, but count only as
far out as ten times the usual distance.

## What is chosen by takes left out

Some options are “auto”: the `k` of `knn`, the `ridge` of `linear` and `polynomial`, the `depth` of the trees of `adaboost`;
and a `decision-tree` drops questions that do not help (`prune`). Training then leaves out one take after the other, or
stretches of a single take, and keeps what errs least there; each class counts alike. With two takes of everything or
more, these choices mean something. A number that you set yourself stays.

## A pose held for a second beside minutes of rest

Three thousand frames of rest and three of a pose: an algorithm that counts errors would rather give the pose up. How
long you held something says nothing about how often you will play it, so no class counts for less than a third of the
largest one, and the note says by how much its examples count more: “class 2 has 6 examples, class 1 600: each of class 2
counts 33.3 times”. `knn` and `gaussian-process` do not weigh, and say that more examples are wanted. Another take of the pose always does more than
weighing.

## Nothing, confidence, novelty

- **Nothing.** A classifier knows only its classes, so scratching your ear is some class, too. With `nothing`, it
  answers 0 when the input is like none of the demonstrations, or no class is likely. The threshold comes from the
  examples. `sensitivity` shifts it while you play: 0.5 is as proposed, higher answers more readily, lower more rarely.
  When it answers where it should not, send `/wekipy/that_was_wrong`, from a foot switch say: the threshold moves, or
  the last second becomes a counter-example and the output trains again. Record four takes of each class or more:
  how much they differ from each other says how far the next one may go. A frame of all zeros, as a tracker sends them
  that has lost the hand, is nothing, even if some are in your takes; so is one frame that comes again in several takes.
  Where you mean it, show it: a take that is mostly this frame.
- **Recentre.** A band sits otherwise than yesterday, a sensor warms up: all poses are unlike their examples then, and
  nothing answers. The health line says so. Hold a pose that the output knows for two seconds and recentre: what the
  inputs differ by is taken away from then on. Undo takes it back. It helps against a shift, not against a sensor that
  is turned round; sketches that you exported know nothing of it.
- **Confidence**, 0 to 1, says how likely the class is. It is found on takes held out of the training, so that it comes
  true: of ten answers at 0.8, about eight are right. Let it control the volume, and the instrument fades when it is
  unsure.
- **Novelty**, for every output: 0 right among the examples, 0.5 at the border of what was demonstrated, towards 1
  beyond. Confidence can be high far away from everything; novelty tells.

| | command line (no engine running) | Python, live | over OSC, live |
| --- | --- | --- | --- |
| nothing | `wekipy set PROJECT output 2 --setting nothing=true` | `w.configure_output(2, nothing=True)` | `/wekipy/configure_output 2 {{"nothing": true}}` |
| how readily | `… --setting sensitivity=0.6` | `w.configure_output(2, sensitivity=0.6)` | `/wekipy/configure_output 2 {{"sensitivity": 0.6}}` |
| that was wrong | | `w.that_was_wrong(2)` | `/wekipy/that_was_wrong 2` |
| recentre, holding class 1 | | `w.recentre(2, 1)` | `/wekipy/recentre 2 1` |
| `/<output name>/confidence` | `… --setting send_confidence=true` | `w.configure_output(2, send_confidence=True)` | `/wekipy/configure_output 2 {{"send_confidence": true}}` |
| `/<output name>/novelty` | `… --setting send_novelty=true` | `w.configure_output(2, send_novelty=True)` | `/wekipy/configure_output 2 {{"send_novelty": true}}` |

Settings act at once. After switching on `nothing`, train once more: it has to learn how sure is sure enough. `w` is a `wekipy.Client()`. Over OSC, the
number is an integer, and what is in braces a string; these go to the input port (UDP) or to the control port (TCP).

# All of them

{table}
"""


def protocol() -> str:
    """docs/protocol.md."""
    subscribe = (
        "subscribe",
        SUBSCRIBE,
        "Be told of events and changes, and live values; replies with the state.",
    )
    rows = [(o.name, o.arguments, o.does) for o in OPERATIONS]
    rows += [("hello", HELLO, "Greet with the token; has to be the first message from another machine.")]
    rows += [subscribe, ("unsubscribe", (), "Be told nothing more.")]
    operations = [
        f"| `/wekipy/{name}` | {_arguments(arguments)} | {does} |" for name, arguments, does in rows
    ]
    return _MADE + _PROTOCOL.format(
        done=DONE_TRAINING,
        silence=STATUS,
        heartbeat=HEARTBEAT,
        controls="\n".join(map(_control, CONTROLS)),
        operations="\n".join(operations),
    )


def _control(control: Control) -> str:
    return f"| `{control.address}` | {_arguments(control.arguments)} | {control.operation.does} |"


def _arguments(arguments: tuple[Argument, ...]) -> str:
    return "; ".join(
        f"{a.type}{'…' if a.many else ''} {a.name}: {a.meaning}"
        + ("" if a.required or a.many else f" (default {a.default!r})")
        for a in arguments
    )


def algorithms() -> str:
    """docs/algorithms.md."""
    return _MADE + _ALGORITHMS.format(table="\n".join(_algorithm(a) for a in ALGORITHMS.values()))


def _algorithm(algorithm: Algorithm) -> str:
    lines = [
        f"## {algorithm.title} (`{algorithm.name}`)",
        "",
        f"For {' and '.join(algorithm.kinds)} outputs.",
        "",
    ]
    lines += [algorithm.sentence, ""]
    lines += [_much(algorithm), ""] if algorithm.growth else []
    if algorithm.options:
        lines += ["| option | default | may be | |", "| --- | --- | --- | --- |"]
    for option in algorithm.options:
        where = "" if option.kinds == algorithm.kinds or len(option.kinds) > 1 else f" ({option.kinds[0]})"
        default = str(option.default).lower() if isinstance(option.default, bool) else option.default
        lines.append(f"| `{option.name}`{where} | {default} | {option.allowed} | {option.sentence} |")
    return "\n".join([*lines, ""])


def _much(algorithm: Algorithm) -> str:
    """How long a quarter of an hour of examples takes, and how many of them it learns from."""
    said = []
    for kind in algorithm.kinds:
        options = {name: option.default for name, option in algorithm.options_for(kind).items()}
        size = Size(algorithm.name, kind, options, MUCH, 20, 5)
        used, seconds = examples_used(size), seconds_of(size)
        part = "all" if used == MUCH else f"{used:,}"
        said.append(f"{part} in about {seconds:.0f} s ({kind})" if seconds else f"{part} ({kind})")
    return f"Of {MUCH:,} examples of 20 inputs it learns from {', '.join(dict.fromkeys(said))}."


def command_line() -> str:
    """docs/command-line.md."""
    return _MADE + command_page.command_line(commands)


def signal() -> str:
    """docs/signal.md."""
    return _MADE + signal_page.signal()


DOCUMENTS: dict[str, Callable[[], str]] = {
    "signal.md": signal,
    "protocol.md": protocol,
    "algorithms.md": algorithms,
    "command-line.md": command_line,
}


def write(folder: Path) -> None:
    """Write all documents into a folder."""
    for name, make in DOCUMENTS.items():
        (folder / name).write_text(make(), encoding="utf-8")
        say(f"wrote {folder / name}")


if __name__ == "__main__":
    write(Path(__file__).parents[2] / "docs")
