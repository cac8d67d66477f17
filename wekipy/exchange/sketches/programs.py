"""Sketches that are programs: templates whose marks, such as @PORT@, are filled in."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

from wekipy.exchange.sketches.facts import Facts, Numbers
from wekipy.exchange.sketches.texts import listed, one_line, quoted

_TEMPLATES: Final = Path(__file__).with_name("templates")
_MARK: Final = re.compile("@([A-Z_]+)@")


def filled(template: str, **marks: object) -> str:
    """A template with its marks filled in, each once: what is filled in is not looked at again."""
    text = (_TEMPLATES / f"{template}.txt").read_text(encoding="utf-8")
    return _MARK.sub(lambda found: str(marks[found[1]]), text)


def python(facts: Facts, name: str) -> dict[str, str]:
    """A program with a window of sliders, or none."""
    inputs = ", ".join(f"({quoted(m.address)}, {m.port}, {listed(m.names)})" for m in facts.inputs)
    values = ", ".join(f"({quoted(value.name)}, {listed(value.classes)})" for value in facts.values)
    text = filled(
        "sketch.py", FILE=f"{name}.py", PROJECT=quoted(facts.name), INPUTS=f"[{inputs}]", LISTEN=facts.listen,
        OUTPUTS=quoted(facts.address), VALUES=f"[{values}]", GESTURES=_gestures(facts), OTHERS=_others(facts),
    )  # fmt: skip
    return {f"{name}.py": text}


def p5(facts: Facts, name: str) -> dict[str, str]:  # noqa: ARG001  its page has one name
    """A page, and the bridge that serves it."""
    inputs = ", ".join(f"{{ address: {quoted(m.address)}, names: {listed(m.names)} }}" for m in facts.inputs)
    values = ", ".join(
        f"{{ name: {quoted(value.name)}, classes: {listed(value.classes)} }}" for value in facts.values
    )
    sketch = filled(
        "sketch.js", PROJECT=quoted(facts.name), INPUTS=f"[{inputs}]", OUTPUTS=quoted(facts.address),
        VALUES=f"[{values}]", GESTURES=_gestures(facts), OTHERS=_others(facts),
    )  # fmt: skip
    ports = json.dumps([[message.address, message.port] for message in facts.inputs])
    return {
        "sketch.js": sketch,
        "bridge.mjs": filled("bridge.mjs", PORTS=ports, LISTEN=facts.listen),
        "index.html": filled("index.html"),
        "package.json": filled("package.json"),
    }


def processing(facts: Facts, name: str) -> dict[str, str]:
    """A sketch for Processing, in a folder of its name as Processing wants it."""

    def names(messages: tuple[Numbers, ...]) -> str:
        return f"{{{', '.join(listed(message.names, '{}') for message in messages)}}}"

    def addresses(messages: tuple[Numbers, ...]) -> str:
        return listed([message.address for message in messages], "{}")

    text = filled(
        "sketch.pde", PROJECT=quoted(facts.name), INPUT_ADDRESSES=addresses(facts.inputs),
        INPUT_PORTS=f"{{{', '.join(str(message.port) for message in facts.inputs)}}}",
        INPUT_NAMES=names(facts.inputs), LISTEN=facts.listen, OUTPUTS=quoted(facts.address),
        VALUE_NAMES=listed([value.name for value in facts.values], "{}"),
        CLASS_NAMES=f"{{{', '.join(listed(value.classes, '{}') for value in facts.values)}}}",
        GESTURE_ADDRESSES=listed([address for _, address in facts.gestures], "{}"),
        GESTURE_NAMES=listed([gesture for gesture, _ in facts.gestures], "{}"),
        OTHER_ADDRESSES=addresses(facts.others), OTHER_NAMES=names(facts.others),
        VALUE_COUNT=len(facts.values), OTHER_COUNT=len(facts.others),
    )  # fmt: skip
    return {f"{name}.pde": text}


def supercollider(facts: Facts, name: str) -> dict[str, str]:
    """A program for sclang."""
    inputs = ", ".join(f"[{quoted(m.address)}, {m.port}, {listed(m.names)}]" for m in facts.inputs)
    values = ", ".join(f"[{quoted(value.name)}, {listed(value.classes)}]" for value in facts.values)
    gestures = ", ".join(f"[{quoted(address)}, {quoted(gesture)}]" for gesture, address in facts.gestures)
    others = ", ".join(f"[{quoted(message.address)}, {listed(message.names)}]" for message in facts.others)
    text = filled(
        "sketch.scd", PROJECT=quoted(facts.name), INPUTS=f"[{inputs}]", LISTEN=facts.listen,
        OUTPUTS=quoted(facts.address), VALUES=f"[{values}]", GESTURES=f"[{gestures}]", OTHERS=f"[{others}]",
    )  # fmt: skip
    return {f"{name}.scd": text}


def _gestures(facts: Facts) -> str:
    """Address and name of each, as JSON."""
    return json.dumps({address: one_line(name) for name, address in facts.gestures}, ensure_ascii=False)


def _others(facts: Facts) -> str:
    """Address and names of each, as JSON."""
    found = {message.address: [one_line(name) for name in message.names] for message in facts.others}
    return json.dumps(found, ensure_ascii=False)
