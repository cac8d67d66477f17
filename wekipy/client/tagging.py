"""Who performed takes, and where."""

from __future__ import annotations

import json

from wekipy.client.connection import Connection


class Tagging(Connection):
    """Who performed takes, and where."""

    def tag_takes(self, *takes: int, who: str | None = None, where: str | None = None) -> None:
        """Say who performed takes, and where; "" takes a tag away, None leaves it as it is."""
        tags = {tag: value for tag, value in (("who", who), ("where", where)) if value is not None}
        self.ask("tag_takes", json.dumps(tags), *map(int, takes))
