"""The engine's health in one line: rate, delay, memory; in its tooltip all there is to say."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLabel, QWidget

from wekipy.client.health import Health as Figures
from wekipy.gui.session.health import health_of
from wekipy.gui.session.session import Session
from wekipy.gui.theme.parts import badge, label
from wekipy.gui.translation import mark, said, tr

_LATE = 10.0  # milliseconds until an answer, which the ear begins to hear as late
_MEGABYTE, _GIGABYTE = 1e6, 1e9


class HealthLine(QWidget):
    """A badge that is quiet as long as all is well."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.badge: QLabel = label(kind="badge", parent=self)
        self.badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.badge.hide()
        health = health_of(session)
        health.reported.connect(self._show)
        health.watch(session, self)
        session.lost.connect(self.badge.hide)

    def _show(self, figures: Figures) -> None:
        if figures == Figures():
            badge(self.badge, "")  # nothing is known yet of this project
            return
        trouble = trouble_of(figures)
        badge(self.badge, trouble or line_of(figures), "warning" if trouble else "")
        self._fit()
        self.badge.setToolTip("\n".join(details_of(figures)))
        self.badge.setAccessibleName(tr("How the engine is"))
        self.badge.setAccessibleDescription("; ".join(details_of(figures)))

    def _fit(self) -> None:
        """Be as wide as the usual words ever are, so that what is beside does not move with each figure."""
        self.badge.setMinimumWidth(0)
        usual = [tr("{rate} per second").format(rate="8888"), tr("{time} ms").format(time="88.8")]
        usual.append(tr("{size} MB").format(size="8888"))
        around = self.badge.sizeHint().width() - self.badge.fontMetrics().horizontalAdvance(self.badge.text())
        self.badge.setMinimumWidth(around + self.badge.fontMetrics().horizontalAdvance(" · ".join(usual)))
        self.badge.adjustSize()
        self.setFixedSize(self.badge.size())


def line_of(figures: Figures) -> str:
    """What is to be seen at a glance."""
    parts = [tr("{rate} per second").format(rate=f"{figures.rate:.0f}")]
    if figures.answer_ms is not None:
        parts.append(tr("{time} ms").format(time=f"{figures.answer_ms.p99:.1f}"))
    if figures.memory:  # not every system says it
        parts.append(tr("{size} MB").format(size=f"{figures.memory / _MEGABYTE:.0f}"))
    return " · ".join(parts)


def trouble_of(figures: Figures) -> str:
    """The most important thing that is not well, in words; "" for nothing."""
    if figures.saving:
        return tr("Saving fails: {why}").format(why=said(figures.saving))
    if figures.stuck:
        return _inputs(figures.stuck, mark("Input {count} stands still"), mark("Inputs {count} stand still"))
    if figures.drift_rejects:
        return tr("Output {outputs} answers nothing because input {inputs} has drifted: recentre").format(
            outputs=_few(figures.drift_rejects), inputs=_few(figures.drifting)
        )
    if figures.drifting:
        return _inputs(
            figures.drifting,
            mark("Input {count} no longer returns to where it was"),
            mark("Inputs {count} no longer return to where they were"),
        )
    if figures.answer_ms is not None and figures.answer_ms.p99 > _LATE:
        return tr("Slow: {time} ms").format(time=f"{figures.answer_ms.p99:.0f}")
    return ""


def details_of(figures: Figures) -> list[str]:
    """Everything, a line for each."""
    parts = [tr("{rate} per second").format(rate=f"{figures.rate:.1f}") + " · " + _whence(figures)]
    if figures.answer_ms is not None:
        middle, late = figures.answer_ms.p50, figures.answer_ms.p99
        words = tr("Answers take {middle} ms, 99 of 100 at most {late} ms")
        parts.append(words.format(middle=f"{middle:.2f}", late=f"{late:.2f}"))
    words = tr("Memory {size} MB, {free} GB free on disk")
    parts.append(
        words.format(size=f"{figures.memory / _MEGABYTE:.0f}", free=f"{figures.disk_free / _GIGABYTE:.0f}")
    )
    parts.append(tr("Running for {hours} h").format(hours=f"{figures.uptime / 3600:.1f}"))
    parts += [tr("Restarted {count} ×").format(count=figures.restarts)] * bool(figures.restarts)
    parts += [tr("No inputs")] * figures.silent
    return [*parts, *filter(None, (trouble_of(figures),))]


def _whence(figures: Figures) -> str:
    return (
        tr("phones and other computers may send")
        if figures.inputs_from_network
        else tr("from this machine only")
    )


def _inputs(numbers: tuple[int, ...], one: str, several: str) -> str:
    return tr(one if len(numbers) == 1 else several).format(count=_few(numbers))


def _few(numbers: tuple[int, ...]) -> str:
    return ", ".join(map(str, numbers[:5])) + " …" * (len(numbers) > 5)
