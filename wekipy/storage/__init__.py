"""Project folders on disk, crash-safe; disk threads write them, never the engine's thread."""
