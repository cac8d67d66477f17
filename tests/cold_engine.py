"""`wekipy` whose engines get a worker ready only when something is trained, as most tests train nothing."""

from __future__ import annotations

from wekipy.cli import main
from wekipy.server import trainer

if __name__ == "__main__":
    trainer.WARM_AFTER *= 1_000_000
    main()
