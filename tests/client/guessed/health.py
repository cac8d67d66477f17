"""How the engine is."""

import wekipy

with wekipy.serve(inputs=1, outputs=1) as engine, engine.client() as w:
    health = w.health()
    assert health.memory > 1_000_000
    assert health.uptime >= 0
    assert not health.running
    assert health.saving == ""
    assert health.answer_ms is None or health.answer_ms.p99 >= 0
    print(health)
    print(w.state())
