"""Sketches for other environments, made for a project: they send test inputs and show its outputs."""
