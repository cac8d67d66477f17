"""Project folders on disk, crash-safe: written by disk threads, never by the engine's."""
