"""The window: a face of a running engine. It draws the latest state and values, and asks for operations."""
