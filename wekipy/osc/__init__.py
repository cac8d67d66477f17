"""OSC on the wire: codec, framing, sockets. Nothing here knows the engine."""
