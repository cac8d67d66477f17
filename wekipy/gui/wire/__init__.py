"""Widgets for messages on the wire, used by the start screen and the monitor."""
