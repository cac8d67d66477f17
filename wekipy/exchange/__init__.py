"""Projects and examples that come from other programs and go to them. The engine never needs it."""
