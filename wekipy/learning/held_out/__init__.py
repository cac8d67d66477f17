"""Answers to held-out examples.

`splitting` chooses the examples that are held out together, `answers` trains models on the others and asks
them (for evaluations, and to choose an algorithm), `shares` computes the class shares of such models, and
`calibrating` turns these shares into probabilities. Runs in the training workers: it trains with
`wekipy.learning.fitting`.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

Method: TypeAlias = Literal["takes", "time", "none"]
"""What is held out together: whole takes, stretches of time, or nothing because there is too little."""
