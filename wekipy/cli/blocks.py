"""Blocks on the command line: `wekipy set PROJECT block NAME …`."""

from __future__ import annotations

import json
from typing import Any

from wekipy.cli.exit_codes import Misused
from wekipy.cli.now import Now
from wekipy.cli.open_project import OpenProject
from wekipy.project.counting import many


def set_block(
    found: OpenProject, name: str, inputs: str | None, stages: tuple[str, ...], remove: bool
) -> Now:
    """Add, change or remove a block, whoever has the project open.

    Args:
        inputs: such as “1-3,7”, or names; None keeps those of the block, and is all for a new one.
        stages: texts; “none” alone removes all. None at all keeps those of the block.
    """
    if not name:
        raise Misused("which block? give it a name: wekipy set MY.wekipy block hand --inputs 1-3 …")
    if remove:
        if inputs is not None or stages:
            raise Misused("--remove stands alone")
        found.ask("remove_block", name)
        return Now({"blocks": found.ask("state")["blocks"]}, f"block “{name}” is gone")
    if "none" in stages and len(stages) > 1:
        raise Misused("--stage none removes all stages: give it alone")
    block: dict[str, Any] = {"inputs": None if inputs is None else _inputs(inputs)}
    before = next((b for b in found.ask("state")["blocks"] if b["name"] == name), None)
    if stages:
        block["stages"] = [] if "none" in stages else list(stages)
    elif before is not None:
        block["stages"] = [{"name": s["name"], "options": s["options"]} for s in before["stages"]]
    found.ask("set_block", name, json.dumps(block))
    now = next(b for b in found.ask("state")["blocks"] if b["name"] == name)
    return Now(now, f"{block_in_words(now)}; train again for models to use it")


def _inputs(text: str) -> list[int | str]:
    """Read “1-3,7,x”."""
    found: list[int | str] = []
    for part in filter(None, (one.strip() for one in text.split(","))):
        first, dash, last = part.partition("-")
        if part.isdecimal():
            found.append(int(part))
        elif dash and first.isdecimal() and last.isdecimal() and int(first) <= int(last) <= 16_384:
            found += range(int(first), int(last) + 1)
        else:
            found.append(part)
    return found


def block_in_words(block: dict[str, Any]) -> str:
    """A block on one line."""
    stages = ", ".join(stage["name"] for stage in block["stages"]) or "no stage"
    delay = block["delay"] or 0.0
    late = f", {1_000 * delay:.0f} ms later" if delay else ""
    return (
        f"block “{block['name']}”: {many(len(block['inputs']), 'input')} → {stages} →"
        f" {many(block['features'], 'feature')}{late}"
    )
