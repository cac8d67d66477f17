"""Makes slow maps of examples in a worker: t-SNE, and UMAP where it is installed."""

from __future__ import annotations

import warnings
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from wekipy.learning.model import TrainingJob
from wekipy.project.problem import Problem

F64 = npt.NDArray[np.float64]
LEAST_EXAMPLES: Final = 5  # fewer are shown as they are projected


def make_map(job: TrainingJob) -> bytes:
    """JSON of one place [x, y] per example of a job whose algorithm is "tsne" or "umap".

    Methods: van der Maaten and Hinton, Journal of Machine Learning Research 9 (2008); McInnes, Healy and
    Melville, arXiv:1802.03426. Both are seeded: the same examples give the same map.
    """
    X = np.asarray(job.X, np.float64)
    if len(X) < LEAST_EXAMPLES:
        return msgspec.json.encode(np.pad(X, ((0, 0), (0, 2)))[:, :2].tolist())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of repeated examples, which recordings are full of
        placed = _umap(X, job.seed) if job.algorithm == "umap" else _tsne(X, job.seed)
    return msgspec.json.encode(np.asarray(placed, np.float64).tolist())


def _tsne(X: F64, seed: int) -> F64:
    from sklearn.manifold import TSNE  # noqa: PLC0415  only workers have scikit-learn

    perplexity = min(30.0, (len(X) - 1) / 3)
    placed: F64 = TSNE(perplexity=perplexity, init="pca", random_state=seed, n_jobs=1).fit_transform(X)
    return placed


def _umap(X: F64, seed: int) -> F64:
    try:
        from umap import UMAP  # noqa: PLC0415  optional
    except ImportError as e:
        raise Problem(
            "umap is not installed; install it with: pip install 'wekipy[map]', or choose another map"
        ) from e
    placed: F64 = UMAP(n_neighbors=min(15, len(X) - 1), random_state=seed, n_jobs=1).fit_transform(X)
    return placed
