"""The takes: all that was recorded, to be looked at, played again and put right."""
