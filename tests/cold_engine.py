"""`wekipy` whose engines get a worker ready only when something is trained, as most tests train nothing."""

from __future__ import annotations

from nursery import start_worker

from wekipy.cli import main as wekipy
from wekipy.learning import worker_process
from wekipy.server import trainer


def main() -> None:
    """Run `wekipy`."""
    trainer.WARM_AFTER = 1_000_000.0
    wekipy()


if __name__ == "__main__":
    worker_process._start = start_worker(worker_process._start)
    main()
