"""A small process that watches the engine and starts it again; standard library only, to be light."""
