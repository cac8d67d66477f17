"""State shared by panels, stage and transport besides the engine's: one object of each per session."""
