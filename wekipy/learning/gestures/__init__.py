"""Gestures: examples of movements, spotted in a live stream once each, and followed while they happen."""

from wekipy.learning.gestures.advice import Advice, advise
from wekipy.learning.gestures.correcting import Correction
from wekipy.learning.gestures.evaluation import GestureEvaluation, evaluate_gestures
from wekipy.learning.gestures.example import GestureExample, GestureOptions, Movement
from wekipy.learning.gestures.gesture_model import GestureModel, gesture_arrays, read_gestures
from wekipy.learning.gestures.preparing import Kept, kept, trim
from wekipy.learning.gestures.segmenting import at_marks, at_stillness
from wekipy.learning.gestures.spotting import Spotter, Spotting
from wekipy.learning.gestures.training import train_gestures

__all__ = [
    "Advice",
    "Correction",
    "GestureEvaluation",
    "GestureExample",
    "GestureModel",
    "GestureOptions",
    "Kept",
    "Movement",
    "Spotter",
    "Spotting",
    "advise",
    "at_marks",
    "at_stillness",
    "evaluate_gestures",
    "gesture_arrays",
    "kept",
    "read_gestures",
    "train_gestures",
    "trim",
]
