"""Novelty, the distance of an input from all examples, and the reject option of classifiers.

`fitting` and `held_out` run in the training workers; `predictor`, `thresholds` and `correcting` in the
engine, and never import scikit-learn.
"""
