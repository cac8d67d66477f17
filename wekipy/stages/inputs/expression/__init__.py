"""Formulas over named inputs: read into a tree of known operations, never run as text."""
