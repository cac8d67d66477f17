"""Options and settings as keywords or as a mapping."""

import wekipy

with wekipy.serve(inputs=1, outputs="class:2,1") as engine, engine.client() as w:
    w.set_algorithm(1, "svm", kernel="linear", C=2)
    assert w.outputs[0].options == {"kernel": "linear", "C": 2}
    w.set_algorithm(1, "knn", {"k": 3})
    assert w.outputs[0].algorithm == "knn"
    assert w.outputs[0].options == {"k": 3}
    w.configure_output(2, minimum=-1, maximum=1)
    w.configure_output(2, {"limits": "hard"})
    assert (w.outputs[1].minimum, w.outputs[1].limits) == (-1.0, "hard")
    try:
        w.set_algorithm(1, "magic")
    except wekipy.Problem as problem:
        assert "magic" in str(problem)
    else:
        raise AssertionError("no such algorithm")
