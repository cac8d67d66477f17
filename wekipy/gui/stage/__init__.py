"""Performance mode: the window on stage, full screen, dark and large."""
