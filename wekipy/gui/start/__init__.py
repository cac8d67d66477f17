"""The start screen, shown before a project is open."""
