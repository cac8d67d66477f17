"""Control messages that arrive as datagrams, beside the inputs; they get no reply."""

from __future__ import annotations

from wekipy.engine.engine import Engine
from wekipy.faces.access import Access
from wekipy.faces.router import Call, Router, own_call, own_operation
from wekipy.faces.wekinator import INPUTS_FROM_FILE, find
from wekipy.osc.codec import Message
from wekipy.project.problem import Problem


class DatagramControl:
    """Performs the operations that datagrams request, in the engine's thread.

    Args:
        access: decides who may control.
    """

    def __init__(self, engine: Engine, router: Router, access: Access) -> None:
        self._engine, self._router, self._access = engine, router, access

    def take(self, message: Message, host: str) -> bool:
        """Perform a message from a host; returns False if it is not a control message.

        Raises:
            Problem: why it was not performed.
        """
        own, controls = own_operation(message.address), find(message.address)
        if own is None and not controls:
            return False
        if not self._access.may_control(host):
            raise Problem(
                "control is accepted from this machine only; ignored"
                f" (to let that one in, start with --allow-control {host.removeprefix('::ffff:')})"
            )
        only_inputs = own is None and all(control.address == INPUTS_FROM_FILE for control in controls)
        if not (only_inputs or self._engine.project.accept_control_over_osc):
            raise Problem(
                "this project does not accept control over OSC; ignored (accept_control_over_osc switches it"
                " on)"
            )
        if own is not None:
            if message.untagged:
                raise Problem("its arguments have no type tags; ignored")
            self._router.order(own_call(message.address, message.args))
        for control in controls:
            self._router.order(Call(*control.read(list(message.args), self._engine.project)))
        return True
