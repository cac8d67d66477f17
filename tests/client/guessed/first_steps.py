"""An engine, four examples, a model, an answer."""

import wekipy

with wekipy.serve(inputs=2, outputs=1) as engine, engine.client() as w:
    w.add_examples([[0, 0], [0, 1], [1, 0], [1, 1]], [0.0, 0.5, 0.5, 1.0])
    w.train()
    answer = w.predict([[0, 0], [1, 1]])
    assert answer.shape == (2, 1)
    assert abs(answer[0, 0]) < 0.2
    assert abs(answer[1, 0] - 1) < 0.2
