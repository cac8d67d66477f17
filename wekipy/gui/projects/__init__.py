"""Whole projects: begun, renamed, deleted and restored from the window."""
