"""What the server answers when something on the page about three logits has changed.

Each function reads the browser's record of the controls, calls below, and returns what to show. A
request may be forged: whatever is not what it should be counts as not given.
"""

from typing import Any

import dash
import numpy as np

from figures.field import reach
from figures.height import Height
from figures.logit_plane import draw_flat, draw_logit_field, draw_logit_surface
from figures.simplex import draw_simplex
from figures.surface import caption
from landscapes import Survey, survey, verdict
from landscapes.sweeps.logits import CLASSES, PLANE, WINDOW, logit_landscape, read_logits, shifted
from pages.logits.view import FAR, GRADIENT, LogitsView
from pages.logits.words import (
    cursor_text,
    ground_note,
    lift_note,
    lines_note,
    loss_table,
    point_table,
    sentence,
)
from pages.parts.columns import colours, formula, heading
from pages.parts.theme import theme_of
from scene.memory import remembered

__all__ = ["draw", "go", "lift", "read"]

# How far from 0 the logits of an example lie: e^-7 is the odds of the other classes.
_EXAMPLE = 7.0
# What the browser needs to turn logits into places and back.
_GEOMETRY = {
    "u": PLANE.u.tolist(),
    "v": PLANE.v.tolist(),
    "window": [*WINDOW.a, *WINDOW.b],
    "gradient": GRADIENT,
    "home": list(LogitsView().point),
}


def _view(
    left: object, right: object, label: object, point: object = None, shift: object = None
) -> LogitsView:
    """Return the view that the browser's values describe."""
    given = {"left": left, "right": right, "label": label, "point": point, "shift": shift}
    return LogitsView.from_query(given)[0]


def draw(left: Any, right: Any, label: Any, colour_scheme: Any, shown: Any) -> dict[str, Any]:
    """Return the surfaces, the fields and the triangle, and what stands around them."""
    view = _view(left, right, label)
    theme = theme_of(colour_scheme)
    keys = (view.left, view.right)
    landscapes = [logit_landscape(key, view.label) for key in keys]
    longest = max(map(reach, landscapes))
    drawings, headings = [], []
    for landscape in landscapes:
        height = Height("linear", landscape)
        surface = draw_logit_surface(landscape, height, theme)
        field = draw_logit_field(landscape, height, longest, view.label, theme)
        drawings += [surface.untitled(), field.untitled()]
        headings += [heading(landscape.loss), formula(landscape.loss), caption(landscape)]
    drawings.append(draw_simplex(view.label, list(keys), theme))
    # The first time there is nothing on the page to patch.
    drawn = isinstance(shown, dict)
    return {
        "figures": [one.patch(moved=False) if drawn else one.encoded() for one in drawings],
        "headings": headings,
        "verdicts": [verdict(_survey(key, view.label)) for key in keys],
        "lines": lines_note(view),
        # Of 1/3 each nobody can be sure.
        "no_right": view.label == "uniform",
        "ground": ground_note(landscapes[0]),
        "shown": {"query": view.query(), "geometry": _GEOMETRY},
    }


@remembered(megabytes=16)
def _survey(loss: str, label: str) -> Survey:
    return survey(logit_landscape(loss, label))


def go(_wrong: Any, _even: Any, _right: Any, label: Any) -> list[float]:
    """Return the logits of the example whose button was pressed."""
    view = _view(None, None, label)
    name = str(dash.ctx.triggered_id).removeprefix("softmax-example-")
    own = 0 if view.label == "uniform" else int(view.label) - 1
    logits = np.zeros(CLASSES)
    if name != "even":
        logits[own if name == "right" else (own + 1) % CLASSES] = _EXAMPLE
    return [float(z) for z in logits - logits.mean()]


def read(point: Any, left: Any, right: Any, label: Any, shift: Any) -> dict[str, Any]:
    """Return the exact numbers at the cursor, and the arrows that stand there."""
    view = _view(left, right, label, point, shift)
    readings = [read_logits(key, view.label, view.point) for key in (view.left, view.right)]
    moved = shifted(view.point, view.shift)
    return {
        "sentence": sentence(readings),
        "point": point_table(view, readings, moved),
        "losses": loss_table(readings),
        "texts": [cursor_text(reading) for reading in readings],
        "arrows": {
            "point": list(view.point),
            "sides": [
                {
                    "step": [-float(part) for part in reading.planar],
                    "value": reading.value,
                    "colours": colours(reading.loss),
                }
                for reading in readings
            ],
        },
    }


def lift(
    point: Any, left: Any, right: Any, label: Any, shift: Any, colour_scheme: Any
) -> tuple[dict[str, Any], Any]:
    """Return the chart of both losses as a constant is added, and what that was measured to do."""
    view = _view(left, right, label, point, shift)
    theme = theme_of(colour_scheme)
    keys = [view.left, view.right]
    logits = np.array(view.point)
    chart = draw_flat(keys, view.label, logits, view.shift, FAR, theme)
    return chart.encoded(), lift_note(view)
