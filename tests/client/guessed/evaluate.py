"""How far a model can be trusted."""

import wekipy

with wekipy.serve(inputs=1, outputs="class:2,1") as engine, engine.client() as w:
    for start in (0.0, 0.02):
        w.add_examples([[start + n / 100] for n in range(10)], [1, 0.2])
        w.add_examples([[start + 1 + n / 100] for n in range(10)], [2, 0.8])
    w.train()
    evaluations = w.evaluate()
    assert evaluations[0].accuracy == 1.0
    assert evaluations[1].rmse is not None
    assert evaluations[1].rmse < 0.1
    print(evaluations[0])
    again = w.evaluation(1)
    assert again is not None
    assert again.current
