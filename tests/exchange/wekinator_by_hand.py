"""Wekinator projects: where those are that it saved, and others written as it would have."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

DATA = Path(__file__).parent / "data"  # saved by Wekinator itself


def java(text: str) -> bytes:
    """A text as Java serialises it, with the rest of a model behind it."""
    data = text.encode("utf-8", "surrogatepass")
    if len(data) < 65_536:
        return b"\xac\xed\x00\x05\x74" + len(data).to_bytes(2, "big") + data + b"\x73\x72\x00\x00"
    return b"\xac\xed\x00\x05\x7c" + len(data).to_bytes(8, "big") + data


def model(builder: str, inputs: Sequence[str], record: str = "true", run: str = "true") -> str:
    """The settings in a model file; `builder` is the modelBuilder element."""
    names = "".join(f"<string>{name}</string>" for name in inputs)
    return (
        f"<Path>{builder}<inputNames class='linked-list'>{names}</inputNames>"
        f"<recordEnabled>{record}</recordEnabled><runEnabled>{run}</runEnabled></Path>"
    )


def builder(name: str, **options: object) -> str:
    """A modelBuilder element."""
    inside = "".join(f"<{key}>{value}</{key}>" for key, value in options.items())
    return f'<modelBuilder class="wekimini.learning.{name}">{inside}</modelBuilder>'


def numeric(name: str, **settings: object) -> str:
    """A continuous output."""
    return _output("OSCNumericOutput", name=name, **settings)


def classes(name: str, **settings: object) -> str:
    """A classifier."""
    return _output("OSCClassificationOutput", name=name, **settings)


def gestures(names: Sequence[str], messages: Sequence[str]) -> str:
    """An output of gestures."""
    lists = {"gestureNames": names, "gestureOscMessages": messages}
    inside = {key: "".join(f"<string>{one}</string>" for one in texts) for key, texts in lists.items()}
    return _output("OSCDtwOutput", name="output", numGestures=len(names), **inside)


def _output(kind: str, **settings: object) -> str:
    inside = "".join(f"<{key}>{value}</{key}>" for key, value in settings.items())
    return f"<wekimini.osc.{kind}>{inside}</wekimini.osc.{kind}>"


def write_project(
    folder: Path,
    inputs: Sequence[str],
    outputs: Sequence[str],
    models: Sequence[str] = (),
    arff: str = "",
    port: int = 6448,
) -> Path:
    """A whole project; its .wekproj file."""
    (folder / "current" / "models").mkdir(parents=True)
    names = "".join(f"<string>{name}</string>" for name in inputs)
    (folder / "inputConfig.xml").write_text(
        f"<OSCInputGroup><oscMessage>/my/sensor</oscMessage><numInputs>{len(inputs)}</numInputs>"
        f"<inputNames>{names}</inputNames></OSCInputGroup>",
        encoding="utf-8",
    )
    (folder / "outputConfig.xml").write_text(
        "<OSCOutputGroup><oscMessage>/my/synth</oscMessage><hostName>10.0.0.7</hostName>"
        f"<outputPort>9001</outputPort><outputs class='linked-list'>{''.join(outputs)}</outputs>"
        "</OSCOutputGroup>",
        encoding="utf-8",
    )
    for n, text in enumerate(models):
        (folder / "current" / "models" / f"model{n}.xml").write_bytes(java(text))
    if arff:
        (folder / "current" / "currentData.arff").write_text(arff, encoding="utf-8")
    file = folder / "piece.wekproj"
    file.write_text(
        f"<WekinatorFileData><oscReceivePort>{port}</oscReceivePort>"
        "<projectName>piece</projectName></WekinatorFileData>"
    )
    return file
