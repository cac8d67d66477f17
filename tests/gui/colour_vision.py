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
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
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


# Ottosson (2020), A perceptual color space for image processing: linear RGB to cones, and these to Oklab.
_TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_OKLAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def oklch(colour: str) -> tuple[float, float, float]:
    """Lightness 0..1, chroma 0..0.4 and hue in degrees of #rrggbb; a grey's hue means nothing."""
    lightness, a, b = (_TO_OKLAB @ np.cbrt(_TO_CONES @ linear(colour))).tolist()
    return lightness, float(np.hypot(a, b)), float(np.degrees(np.arctan2(b, a)) % 360)


def difference(one: str, other: str, deficiency: str = "none") -> float:
    """Delta E of 1976: 2.3 is just noticeable side by side."""
    return float(np.linalg.norm(lab(one, deficiency) - lab(other, deficiency)))
