"""An engine with its sockets, files and workers: what `wekipy serve` runs."""
