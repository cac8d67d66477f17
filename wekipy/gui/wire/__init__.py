"""What goes over the wire, as the start screen and the monitor show it."""
