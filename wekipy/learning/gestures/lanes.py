"""The distances along a stream that is known beforehand, as training needs them.

A frame of two or three gestures costs tens of microseconds of calls into numpy and little else. So the
stream is cut into stretches that are followed at once, each by templates of its own. No path is longer than
the limits of speed allow, so a stretch begins so many frames early. It lacks the paths that began before,
which live on for a while and displace others: a match that they would have displaced is found here. No near
match is one of those.
"""

from __future__ import annotations

import numpy as np

from wekipy.learning.gestures.columns import I64, SpeedLimits, Templates
from wekipy.learning.gestures.distances import Ends
from wekipy.learning.gestures.example import F64, GestureOptions
from wekipy.learning.gestures.gesture_model import Matching

CALLS = 2_000  # cells that cost as much as the calls of a frame
MOST_LANES = 32


def end_distances(match: Matching, options: GestureOptions, stream: F64) -> tuple[F64, I64]:
    """The distances of the matches that end with each frame of a stream, and the frames at which they began.

    Args:
        stream: (frames, inputs), normalised.

    Returns:
        Both (frames, templates), as in `Ends`; frames count from 0.
    """
    frames, (count, longest, _) = len(stream), match.templates.frames.shape
    limits = SpeedLimits(options.slowest, options.fastest)
    lead = int(limits.frames(match.templates)[1].max()) + 1
    lanes = lanes_for(frames, lead, count * longest)
    span = -(-max(0, frames - lead) // lanes)
    ends = Ends(_repeated(match, lanes), options, apart=True)
    firsts = np.arange(lanes) * span
    distances, starts = np.empty((frames, count)), np.empty((frames, count), np.int64)
    for step in range(min(frames, span + lead)):
        at = firsts + step
        ends.step(stream[np.minimum(at, frames - 1)].repeat(count, axis=0))
        full = (at < frames) & ((firsts == 0) | (step >= lead))
        distances[at[full]] = ends.distances.reshape(lanes, count)[full]
        starts[at[full]] = ends.starts.reshape(lanes, count)[full] + (firsts[full, None] - 1)
    return distances, starts


def lanes_for(frames: int, lead: int, cells: int) -> int:
    """How many stretches cost least.

    Args:
        lead: frames before each stretch.
        cells: of all templates together.
    """
    lanes = np.arange(1, MOST_LANES + 1)
    costs = (lead + max(0, frames - lead) / lanes) * (CALLS + cells * lanes)
    return int(lanes[costs.argmin()])


def _repeated(match: Matching, times: int) -> Matching:
    """The same templates several times."""
    templates = match.templates
    return Matching(
        Templates(
            np.tile(templates.frames, (times, 1, 1)),
            np.tile(templates.lengths, times),
            np.tile(templates.strides, times),
        ),
        np.tile(match.gestures, times),
        np.tile(match.examples, times),
        np.tile(match.sizes, times),
    )
