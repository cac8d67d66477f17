"""What a callback raises is raised where somebody sees it; the client goes on."""

import wekipy

failed: list[str] = []

with wekipy.serve(inputs=1, outputs=1) as engine, engine.client() as w:

    @w.on_event
    def fail_once(kind: str, text: str) -> None:
        if not failed:
            failed.append(kind)
            raise KeyError(kind)

    try:
        w.add_examples([[0.0], [1.0]], [0.0, 1.0])
        w.wait_until(lambda state: state.examples == 100, timeout=20)
    except KeyError as error:
        print("the callback failed:", error)
    else:
        raise AssertionError("the callback's exception was lost")
    assert w.state().examples == 2
