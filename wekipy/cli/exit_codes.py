"""The exit codes of commands; the table is in docs/takes.md."""

from typing import Final

ALL_WELL: Final = 0
FAULT: Final = 1  # one of ours
USAGE: Final = 2  # what was asked for cannot be done
DATA_MISSING: Final = 3  # examples that should be there cannot be read
SOMETHING_LOST: Final = 4  # not everything could be saved
NOT_ALL: Final = 8  # some outputs were exported, others cannot be
