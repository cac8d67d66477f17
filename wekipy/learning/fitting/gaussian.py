"""Gaussian processes, on as many examples as the option `examples` says (`fitting.part` chooses them)."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
from sklearn.gaussian_process import GaussianProcessClassifier, GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel
from sklearn.pipeline import Pipeline

from wekipy.learning.fitting.base import Fitted
from wekipy.learning.fitting.scaling import scaling_arrays, standardiser, varying, whole
from wekipy.learning.model import Arrays, TrainingJob
from wekipy.learning.predictors.kernels import KERNELS
from wekipy.project.schema import OptionValue

F64: TypeAlias = npt.NDArray[np.float64]
Indexes: TypeAlias = npt.NDArray[np.int64]

TUNED_ON: Final = 300  # examples that kernel settings are found on: each try costs their cube
ASKED: Final = (
    2_000  # examples, at most, that the training error is measured on: of each all kernels are made
)
JITTER: Final = 1e-8  # of the targets' variance, so that the same example twice can be solved
AMPLITUDES: Final = (1e-3, 1e4)


def fit_gaussian(job: TrainingJob) -> Fitted:
    """Gaussian process regression or classification on standardised inputs, with one length for all."""
    return _regression(job) if job.kind == "continuous" else _classification(job)


def spread(count: int, most: int) -> Indexes:
    """Up to `most` places of `count`, evenly spread, the first and the last among them."""
    return np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(np.int64))


def _similarity(length: OptionValue, inputs: int) -> Any:
    """Standardised vectors are about √inputs apart, so lengths are counted in that."""
    unit = float(np.sqrt(inputs))
    if length == "auto":
        return RBF(unit, (0.03 * unit, 100.0 * unit))
    return RBF(float(length) * unit, "fixed")


def _noise(noise: OptionValue) -> Any:
    if noise == "auto":
        return WhiteKernel(1e-1, (1e-7, 1.0))
    return WhiteKernel(max(float(noise) ** 2, JITTER), "fixed")


def _regression(job: TrainingJob) -> Fitted:
    X = job.X.astype(np.float64)
    scaler = standardiser(whole(job))
    scaled, y = scaler.transform(X), job.y
    reach = _similarity(job.options["length"], int(varying(whole(job)).sum()))
    kernel = ConstantKernel(1.0, AMPLITUDES) * reach + _noise(job.options["noise"])
    few = spread(len(X), TUNED_ON)
    tuned = GaussianProcessRegressor(kernel, alpha=JITTER, normalize_y=True).fit(scaled[few], y[few])
    process = GaussianProcessRegressor(tuned.kernel_, alpha=JITTER, optimizer=None, normalize_y=True)
    process.fit(scaled, y)
    signal = process.kernel_.k1
    unit = float(y.std())
    unit = unit if unit >= 10 * np.finfo(np.float64).eps else 1.0  # as scikit-learn normalises targets
    arrays: Arrays = {
        **scaling_arrays(scaler),
        "points": scaled,
        "kernel": np.array(KERNELS.index("rbf"), np.int64),
        "gamma": np.array(0.5 / float(signal.k2.length_scale) ** 2),
        "shift": np.array(0.0),
        "exponent": np.array(1, np.int64),
        "weights": process.alpha_ * (unit * signal.k1.constant_value),
        "offset": np.array(y.mean()),
    }
    estimator = Pipeline([("scale", scaler), ("process", process)])
    step = -(-len(X) // ASKED)
    parts = {"kernel": len(few)}
    return Fitted("kernel-sum", arrays, estimator.predict(X[::step]), estimator, step, parts=parts)


def _classification(job: TrainingJob) -> Fitted:
    X, labels = job.X.astype(np.float64), job.y.astype(np.int64)
    scaler = standardiser(whole(job))
    scaled = scaler.transform(X)
    reach = _similarity(job.options["length"], int(varying(whole(job)).sum()))
    process = GaussianProcessClassifier(ConstantKernel(1.0, AMPLITUDES) * reach, random_state=job.seed)
    process.fit(scaled, labels)
    base = process.base_estimator_
    heads = [base] if len(process.classes_) == 2 else base.estimators_
    arrays: Arrays = {
        **scaling_arrays(scaler),
        "labels": process.classes_,
        "points": scaled,
        "amplitudes": np.array([float(head.kernel_.k1.constant_value) for head in heads]),
        "gammas": np.array([0.5 / float(head.kernel_.k2.length_scale) ** 2 for head in heads]),
        "residuals": np.stack([head.y_train_ - head.pi_ for head in heads]),
        "roots": np.stack([np.linalg.solve(head.L_, np.diag(head.W_sr_)) for head in heads]),
    }
    estimator = Pipeline([("scale", scaler), ("process", process)])
    step = -(-len(X) // ASKED)
    fitted = estimator.predict(X[::step]).astype(np.float64)
    return Fitted("gaussian-classes", arrays, fitted, estimator, step)
