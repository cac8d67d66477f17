"""Trained models as source code: a C++ header or a JavaScript module that needs nothing else.

What never changes is in `runtime` (numbers and classes), `gestures`, `chain` (stages before and after models)
and `formulas` (`.hpp` and `.mjs`), what holds the figures of a project in `project.hpp` and `project.mjs`;
the modules here only fill these in.
"""
