"""The engine is itself a client: nothing else is needed in a notebook."""

import wekipy

w = wekipy.serve(inputs=1, outputs=1)
w.add_examples([[0.0], [1.0]], [[0.25], [0.75]])
w.train()
w.start_running()
assert abs(w.take_inputs(1.0)[0] - 0.75) < 0.1
w.close()
