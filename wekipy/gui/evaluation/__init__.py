"""How far the models can be trusted, and which takes are to be looked at."""
