"""A connection to an engine: its state as data, its signals, its operations without waiting."""
