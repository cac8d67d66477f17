"""The wire: codec, UDP endpoints, the control protocols as tables of address → engine method."""
