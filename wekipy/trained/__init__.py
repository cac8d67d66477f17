"""A trained project in this process: the answers of the engine, to the bit, without an engine.

>>> piece = wekipy.load("piece.wekipy")
>>> piece.predict([[0.1, 0.9], [0.4, 0.2]])
"""

from wekipy.trained.estimator import ClassEstimator, NumberEstimator
from wekipy.trained.loading import load
from wekipy.trained.movement import FollowedMovement, Trigger
from wekipy.trained.output import TrainedOutput
from wekipy.trained.project import TrainedProject

__all__ = [
    "ClassEstimator",
    "FollowedMovement",
    "NumberEstimator",
    "TrainedOutput",
    "TrainedProject",
    "Trigger",
    "load",
]
