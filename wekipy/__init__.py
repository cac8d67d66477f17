"""wekipy: map any sensor to sound and image by demonstration."""

__version__ = "0.1.0"
