"""docs/compatibility.md says only what a test shows."""

from __future__ import annotations

import pytest
from there_and_here import DOCUMENT, TABLES, Row, Table, document, missing


@pytest.mark.parametrize("row", [r for t in TABLES for r in t.rows()], ids=lambda r: r.there[:60])
def test_every_row_names_a_test_that_exists(row: Row) -> None:
    assert not missing(row.test)
    assert row.there
    assert row.here
    assert "\n" not in row.there + row.here + row.differs


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.module)
def test_nothing_is_there_twice(table: Table) -> None:
    said = [row.there for row in table.rows()]
    assert len(said) == len(set(said))


def test_the_document_is_made_from_the_tables() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document()
