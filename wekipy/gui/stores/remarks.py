"""What evaluations say about single takes."""

from __future__ import annotations

from collections import Counter

from wekipy.client.evaluation import Evaluation, Finding
from wekipy.gui.translation import said


def remarks_of(evaluations: dict[int, Evaluation]) -> dict[int, tuple[str, ...]]:
    """What evaluations say about single takes, by take."""
    found: dict[int, list[str]] = {}
    for _, evaluation in sorted(evaluations.items()):
        for finding in evaluation.findings:
            if finding.kind in ("take", "contradiction", "outlier"):
                for take in _to_blame(finding):
                    found.setdefault(take, []).append(f"{evaluation.name}: {said(finding.sentence)}")
    return {take: tuple(dict.fromkeys(sentences)) for take, sentences in found.items()}


def _to_blame(finding: Finding) -> tuple[int, ...]:
    """Takes at fault: those named, or else those that most of the single examples are from."""
    if finding.takes:
        return finding.takes
    counts = Counter(place.take for place in finding.places)
    return tuple(take for take, _ in counts.most_common())
