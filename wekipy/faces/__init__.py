"""Control of an engine: operations, clients and replies."""
