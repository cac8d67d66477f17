"""NumPy arrays in, NumPy arrays out, as in scikit-learn."""

import numpy as np

import wekipy

rng = np.random.default_rng(0)
X = rng.random((200, 3))
Y = np.column_stack([X[:, 0], X.mean(axis=1)])

with wekipy.serve(inputs=3, outputs=2) as engine, engine.client() as w:
    w.add_examples(X[:150], Y[:150], take="reaching")
    w.train()
    predicted = w.predict(X[150:])
    assert predicted.shape == Y[150:].shape
    assert np.abs(predicted - Y[150:]).mean() < 0.1
    assert w.predict(X[0]).shape == (2,)
    assert w.takes[0].name == "reaching"
