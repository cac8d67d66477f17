"""How far an input is from everything demonstrated, and when a classifier should answer nothing.

`fitting` and `held_out` run in the training workers; `predictor`, `thresholds` and `correcting` in the
engine, and never import scikit-learn.
"""
