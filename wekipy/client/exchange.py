"""Examples and models of other programs: in from files, out into files."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from wekipy.client.files import Files, copy_whole
from wekipy.client.replies import Imported
from wekipy.exchange.importing.wekinator.folder import files_of
from wekipy.project.problem import Problem

_PATIENCE = 600.0  # seconds that the largest table may take
_FORMATS: Final = {form: form for form in ("csv", "arff", "npz", "cpp", "js")} | {"hpp": "cpp", "mjs": "js"}
_FOLDERS: Final = ("onnx", "skops", "joblib")


class Exchange(Files):
    """Examples and models of other programs: in from files, out into files."""

    def import_examples(  # noqa: PLR0913  each is a column, or none
        self,
        path: str,
        *,
        inputs: Sequence[str] = (),
        outputs: Sequence[str] = (),
        take: str = "",
        time: str = "",
        rate: float | None = None,
    ) -> Imported:
        """Add the examples of a table, or of a Wekinator project, as takes, in one step of undo.

        Args:
            path: in the project folder, or beside the project.
            inputs, outputs: names of columns; left out, they are guessed.
            take, time: the column of takes, and of times.
            rate: examples per second, where the file has no times.

        Returns:
            takes: their numbers; taken, left: sentences about what was taken over, and what was not.
        """
        options: dict[str, Any] = {
            "inputs": list(inputs),
            "outputs": list(outputs),
            "take": take,
            "time": time,
        }
        if rate is not None:
            options["rate"] = float(rate)
        given = json.dumps({name: value for name, value in options.items() if value})
        found: Imported = self.ask("import_examples", path, given, timeout=_PATIENCE)
        return found

    def export_examples(self, format: str, name: str = "", *outputs: int) -> str:  # noqa: A002
        """Write examples (csv, arff, npz) or models into the project's exports/; where.

        Args:
            format: of the models: cpp or js as source code; onnx, skops or joblib with a file per output,
                learned anew from the examples, in a folder.
            name: of the file or folder; "" is that of the project.
            outputs: their numbers; none named is all.
        """
        return str(self.ask("export_examples", format, name, *map(int, outputs), timeout=_PATIENCE))

    def write_sketch(self, environment: str) -> Path:
        """Write a sketch that sends test inputs to this project and shows its outputs; the file to open.

        Args:
            environment: processing, p5, puredata, supercollider, max or python.
        """
        return Path(self.ask("write_sketch", environment))

    def import_table(  # noqa: PLR0913  each is a column, or none
        self,
        file: str | Path,
        *,
        inputs: Sequence[str] = (),
        outputs: Sequence[str] = (),
        take: str = "",
        time: str = "",
        rate: float | None = None,
    ) -> Imported:
        """Add the examples of a table in any folder of this machine as takes; see `import_examples`.

        Raises:
            Problem: if the engine is on another machine, or the file is no table that fits.
        """
        source = Path(file).expanduser()
        with self._room(source, "read") as room:
            if not source.is_file():
                raise Problem(f"there is no file {source.resolve()}")
            room.mkdir(parents=True)
            copy = shutil.copyfile(source, room / source.name)
            return self.import_examples(
                str(copy), inputs=inputs, outputs=outputs, take=take, time=time, rate=rate
            )

    def import_wekinator(self, project: str | Path) -> Imported:
        """Add the examples of a Wekinator project in any folder of this machine as takes.

        Args:
            project: its folder, or its .wekproj file.

        Raises:
            Problem: if the engine is on another machine, or it is no Wekinator project.
        """
        source = Path(project).expanduser().resolve()
        files = files_of(source)
        if not files:
            raise Problem(f"{source} is no Wekinator project: name its folder, or the .wekproj file in it")
        top = files[0].parent
        with self._room(source, "read") as room:
            for file in filter(Path.is_file, files):
                place = room / top.name / file.relative_to(top)
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, place)
            return self.import_examples(str(room / top.name))

    def export(self, to: str | Path, *outputs: int) -> Path:
        """Write examples (.csv, .arff, .npz) or trained models (.hpp, .cpp, .mjs, .js) as a file; where.

        Args:
            to: a file in any folder of this machine, its ending says the format; or only a format, also one
                of a folder with a file per output (onnx, skops, joblib), which goes into the project's
                exports/.
            outputs: their numbers; none named is all.

        Raises:
            Problem: if there is no such format, or the engine is on another machine.
        """
        if str(to) in _FORMATS or str(to) in _FOLDERS:
            return Path(self.export_examples(_FORMATS.get(str(to), str(to)), "", *outputs))
        wanted = Path(to).expanduser().resolve()
        form = _FORMATS.get(wanted.suffix[1:].lower())
        if form is None:
            raise Problem(f"{wanted.name}: expected a name that ends with one of .{', .'.join(_FORMATS)}")
        with self._room(wanted, "written") as room:
            try:
                copy_whole(Path(self.export_examples(form, f"{room.name}/{wanted.stem}", *outputs)), wanted)
            finally:
                shutil.rmtree(room.parents[1] / "exports" / room.name, ignore_errors=True)
        return wanted
