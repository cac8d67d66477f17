"""How colours look to eyes that lack one kind of cone, and how far apart two colours are."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]

# Machado, Oliveira and Fernandes (2009), A Physiologically-based Model for Simulation of Color Vision
# Deficiency, severity 1.0; for linear RGB.
DEFICIENCIES: dict[str, F64] = {
    "none": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}
_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_WHITE = np.array([0.95047, 1.0, 1.08883])  # D65


def linear(colour: str) -> F64:
    """(3,) linear RGB, 0..1, of #rrggbb."""
    parts = np.array([int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(colour: str, deficiency: str = "none") -> F64:
    """(3,) CIE L*a*b* of #rrggbb as such an eye sees it."""
    seen = np.clip(DEFICIENCIES[deficiency] @ linear(colour), 0, 1)
    ratio = _TO_XYZ @ seen / _WHITE
    f = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def difference(one: str, other: str, deficiency: str = "none") -> float:
    """Delta E of 1976: 2.3 is just noticeable side by side."""
    return float(np.linalg.norm(lab(one, deficiency) - lab(other, deficiency)))
