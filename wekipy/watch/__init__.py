"""The watcher: a small process that restarts the engine; uses only the standard library."""
