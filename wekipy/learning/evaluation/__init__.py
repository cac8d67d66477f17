"""Evaluates models with held-out takes, and finds the examples that cause errors.

`evaluate` and what it uses run in the training workers: they train with `wekipy.learning.fitting`. `result`
and `summary` need no scikit-learn.
"""
