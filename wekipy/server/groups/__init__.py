"""The parts of a running engine that operations act on, see `wekipy.faces.machine`."""
