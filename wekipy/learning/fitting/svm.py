"""Support vector machines."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, SVR

from wekipy.learning.fitting.balance import class_weights
from wekipy.learning.fitting.base import Fitted
from wekipy.learning.fitting.calibration import ASKED, fit_sharpness
from wekipy.learning.fitting.scaling import ranger, scaling_arrays, standardiser, varying, whole
from wekipy.learning.model import Arrays, TrainingJob
from wekipy.learning.predictors.kernels import KERNELS

LONGEST: Final = 2_000_000  # steps of the solver, which might otherwise run for hours on a hopeless choice


def fit_svm(job: TrainingJob) -> Fitted:
    """Support vector regression or classification on standardised inputs, or on inputs from 0 to 1.

    With the inputs' range, gamma 1 and no lower powers, the polynomial kernel is that of Weka's SMO, whose
    C means the same.
    """
    return _regression(job) if job.kind == "continuous" else _classification(job)


def _scaler(job: TrainingJob) -> StandardScaler:
    return ranger(whole(job), scale=True) if job.options["scaling"] == "range" else standardiser(whole(job))


def _kernel(job: TrainingJob) -> dict[str, Any]:
    gamma = job.options["gamma"]
    return {
        "kernel": {"polynomial": "poly"}.get(str(job.options["kernel"]), job.options["kernel"]),
        "gamma": float(1.0 / np.count_nonzero(varying(whole(job))) if gamma == "auto" else gamma),
        "coef0": 1.0 if job.options["lower_order"] else 0.0,
        "degree": int(job.options["exponent"]),
        "max_iter": LONGEST,
        "cache_size": 200,  # MB; two workers at a time must stay below 1 GB with all they need
    }


def _kernel_arrays(job: TrainingJob, kernel: dict[str, Any], points: npt.NDArray[np.float64]) -> Arrays:
    return {
        "points": points,
        "kernel": np.array(KERNELS.index(str(job.options["kernel"])), np.int64),
        "gamma": np.array(kernel["gamma"]),
        "shift": np.array(kernel["coef0"]),
        "exponent": np.array(kernel["degree"], np.int64),
    }


def _regression(job: TrainingJob) -> Fitted:
    """C, epsilon and the tolerance in units of the targets' deviation: the same as standardised targets."""
    X = job.X.astype(np.float64)
    scaler, kernel = _scaler(job), _kernel(job)
    unit = float(job.y.std()) or 1.0
    machine = SVR(
        C=float(job.options["C"]) * unit,
        epsilon=float(job.options["epsilon"]) * unit,
        tol=1e-3 * unit,
        **kernel,
    ).fit(scaler.transform(X), job.y)
    estimator = Pipeline([("scale", scaler), ("machine", machine)])
    fitted = estimator.predict(X)
    duals, offset = machine.dual_coef_[0], np.float64(machine.intercept_[0])
    if job.options["kernel"] == "linear":
        weights = (duals @ machine.support_vectors_) / scaler.scale_
        folded: Arrays = {"weights": weights, "offset": np.array(offset - weights @ scaler.mean_)}
        return Fitted("linear", folded, fitted, estimator)
    arrays: Arrays = {
        **scaling_arrays(scaler),
        **_kernel_arrays(job, kernel, machine.support_vectors_),
        "weights": duals,
        "offset": np.array(offset),
    }
    return Fitted("kernel-sum", arrays, fitted, estimator)


def _classification(job: TrainingJob) -> Fitted:
    X, labels = job.X.astype(np.float64), job.y.astype(np.int64)
    scaler, kernel = _scaler(job), _kernel(job)
    machine = SVC(C=float(job.options["C"]), class_weight=class_weights(job), **kernel)
    scaled = scaler.transform(X)
    machine.fit(scaled, labels)
    sign = -1.0 if len(machine.classes_) == 2 else 1.0  # scikit-learn turns libsvm's figures round for two
    arrays: Arrays = {
        **scaling_arrays(scaler),
        **_kernel_arrays(job, kernel, machine.support_vectors_),
        "labels": machine.classes_,
        "counts": machine.n_support_.astype(np.int64),
        "duals": sign * machine.dual_coef_,
        "offsets": sign * machine.intercept_,
        "sharpness": np.array(fit_sharpness(machine, scaled, labels, job.takes)),
    }
    estimator = Pipeline([("scale", scaler), ("machine", machine)])
    parts = {"probabilities": min(len(X), ASKED)}
    return Fitted("support-vectors", arrays, estimator.predict(X).astype(np.float64), estimator, parts=parts)
