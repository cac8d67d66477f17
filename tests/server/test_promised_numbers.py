"""The numbers that docs/security.md and docs/takes.md promise are in force; other tests show what they do."""

from __future__ import annotations

import pytest

from wekipy.engine import shelf
from wekipy.exchange.importing import plain_files, xml_text
from wekipy.exchange.importing.tables import npz, table
from wekipy.faces import access, admission, crowd, lane, tcp
from wekipy.faces.arguments import MOST
from wekipy.osc import codec, framing, pattern, tape
from wekipy.project import history, take_contents
from wekipy.server import reporter, vectors
from wekipy.storage import model_file, project_file, saving, take_writing

MB, GB = 1 << 20, 1 << 30


@pytest.mark.parametrize(
    ("in_force", "promised"),
    [
        (crowd.MOST_CONNECTIONS, 64),
        (crowd.MOST_STRANGERS, 16),
        (crowd.MOST_STRANGERS_OF_ONE, 8),
        (crowd.MOST_OF_ONE, 32),
        (tcp.TIME_TO_BEGIN, 5.0),
        (crowd.MOST_UNFINISHED, 64 * MB),
        (admission.BIGGEST_GREETING, 1_024),
        (access._MOST_WRONG, 5),
        (access._PENANCE, 60.0),
        (framing.BIGGEST_FIRST, 64 << 10),
        (framing.BIGGEST, 16 * MB),
        (codec.MAX_DEPTH, 8),
        (codec.MAX_ELEMENTS, 4_096),
        (pattern.LONGEST, 1_024),
        (MOST, 16_384),
        (lane.MOST_WAITING, 64),
        (project_file.MOST_BYTES, 64 * MB),
        (vectors.MOST_BYTES, 64 * MB),
        (model_file.MOST_BYTES, 2_000_000_000),
        (tape.BIGGEST, 65_535),
        (tape.MOST_BYTES, GB),
        (take_contents.MOST_ROWS, 20_000),
        (reporter.MOST_BYTES, 5_000_000),
        (reporter.KEPT, 5),
        (plain_files.MOST_TABLE, GB),
        (table.MOST_VALUES, 62_000_000),
        (npz.MOST_ARRAYS, 320 * MB),
        (xml_text.MOST_ELEMENTS, 1_000_000),
        (history.MOST_BYTES, 16 * MB),
        (shelf.MOST, 8),
        (shelf.MOST_BYTES, 256 * MB),
        (take_writing.POLL, 0.05),
        (saving.SYNC_EVERY, 1.0),
    ],
)
def test_what_is_promised_is_in_force(in_force: float, promised: float) -> None:
    assert in_force == promised
