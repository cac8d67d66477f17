"""Processing sketches without Processing: compiled as it does, against a small stand-in for its libraries.

What is tested is the sketch: which messages it sends at which key, and what it does with the answers. The
stand-in (`processing_stub`) writes messages of floats as oscP5 does.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

STUB = Path(__file__).parent / "processing_stub"


def compiled(sketch: str, folder: Path) -> list[str | Path]:
    """The command that runs a sketch; skips the test where there is no Java."""
    if shutil.which("javac") is None:
        pytest.skip("not installed: javac")
    imports = re.findall(r"^import .*;$", sketch, re.MULTILINE)
    body = re.sub(r"^import .*;$", "", sketch, flags=re.MULTILINE)
    # As Processing's preprocessor: decimal numbers are floats, methods are public.
    body = re.sub(r"(?<![\w.\"])(\d+\.\d+)(?![\w.\"])", r"\1f", body)
    body = re.sub(r"^void ", "public void ", body, flags=re.MULTILINE)
    main = "public static void main(String[] given) { new Sketch().play(); }"
    source = folder / "Sketch.java"
    source.write_text(
        "\n".join([*imports, "public class Sketch extends processing.PApplet {", body, main, "}"])
    )
    command = ["javac", "-d", folder, "-cp", STUB, "-sourcepath", STUB, source]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stderr
    return ["java", "-cp", folder, "Sketch"]
