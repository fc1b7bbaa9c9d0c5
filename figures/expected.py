"""expected(): what a reported probability costs on average, and where that is least."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from scipy.special import expit, logit

from figures.curves import check, curve
from figures.drawing import Drawing
from figures.theme import LIGHT, Theme
from losses import LOSSES, Loss
from losses.expected import Report, best_report, expected_loss

__all__ = ["draw_expected", "expected"]

# The highest expected loss that is drawn; near the edges some grow without end.
_MOST = 1.6


def expected(*losses: Loss, truth: float = 0.7, theme: Theme = LIGHT) -> go.Figure:
    """Draw the expected loss of every report p, with the least marked, and the truth.

    Parameters
    ----------
    *losses : Loss
        Losses on a sigmoid output.
    truth : float
        The frequency of the label 1, in [0, 1].
    theme : Theme
        `LIGHT` or `DARK`.

    Raises
    ------
    ValueError
        Where there is no loss or one of another output, or the truth is not in [0, 1].
    """
    return draw_expected(losses, truth, theme).figure()


def draw_expected(losses: Sequence[Loss], truth: float, theme: Theme) -> Drawing:
    """Return the curves as a drawing: a line a loss, then the marks of their least."""
    check(losses)
    z = np.unique(
        np.concatenate([np.linspace(-12.0, 12.0, 241), logit(np.linspace(0.005, 0.995, 199))])
    )
    p = np.asarray(expit(z))
    lines = [expected_loss(loss, z, truth).value for loss in losses]
    reports = [best_report(loss, truth) for loss in losses]
    top = min(_MOST, max(float(line.max()) for line in lines))
    top = max(top, 1.15 * max(report.value for report in reports))
    data = [curve(loss, p, line, theme) for loss, line in zip(losses, lines, strict=True)]
    data += [_mark(loss, report, theme) for loss, report in zip(losses, reports, strict=True)]
    layout = theme.base() | {
        "xaxis": theme.axis("reported p", range=[-0.02, 1.02], fixedrange=True),
        "yaxis": theme.axis("expected loss", range=[-0.05 * top, 1.05 * top], fixedrange=True),
        "shapes": [
            {
                "type": "line",
                "x0": truth,
                "x1": truth,
                "y0": 0,
                "y1": 1,
                "yref": "paper",
                "line": {"color": theme.ink, "width": 1, "dash": "dot"},
            }
        ],
        "annotations": [
            {
                "x": truth,
                "y": 1,
                "yref": "paper",
                "yanchor": "top",
                "xanchor": "left" if truth < 0.5 else "right",
                "xshift": 4 if truth < 0.5 else -4,
                "text": "the truth",
                "showarrow": False,
                "font": {"size": 11, "color": theme.secondary},
            }
        ],
        "margin": {"l": 52, "r": 12, "t": 8, "b": 42},
        "hovermode": "closest",
        "dragmode": False,
    }
    return Drawing(data, layout)


def _mark(loss: Loss, report: Report, theme: Theme) -> dict[str, Any]:
    """A dot at the least; at an edge a hollow one, for no report reaches it; a bar of several."""
    colour = theme.loss(loss.key, tuple(LOSSES["sigmoid"]))
    ends = np.array([report.low] if report.single else [report.low, report.high])
    return {
        "type": "scatter",
        "mode": "markers" if report.single else "lines+markers",
        "x": np.asarray(expit(ends)),
        "y": np.full(len(ends), report.value),
        "cliponaxis": False,
        "line": {"color": colour, "width": 7},
        "marker": {
            "size": 11,
            "color": [colour if abs(end) < np.inf else theme.ground for end in ends],
            "line": {
                "width": 2,
                "color": [theme.ground if abs(e) < np.inf else colour for e in ends],
            },
        },
        "name": f"least, {loss.title}",
        "hovertemplate": f"p %{{x:.4f}}: %{{y:.4f}}<extra>{loss.title}</extra>",
    }
