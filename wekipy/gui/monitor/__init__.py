"""Panel: what arrives and what is sent."""
