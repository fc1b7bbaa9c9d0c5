"""What the server answers when something on the page about three logits has changed.

Each function reads the browser's record of the controls, calls below, and returns what to show. A
request may be forged: whatever is not what it should be counts as not given.
"""

from typing import Any

import dash
import numpy as np
from dash import html

from figures.field import reach
from figures.height import Height
from figures.logit_plane import draw_flat, draw_logit_field, draw_logit_surface
from figures.simplex import draw_simplex
from figures.surface import caption
from landscapes import Landscape, Survey, survey, verdict
from landscapes.sweeps.level_lines import level_lines
from landscapes.sweeps.logits import (
    CLASSES,
    PLANE,
    WINDOW,
    LogitReading,
    Shift,
    logit_landscape,
    read_logits,
    shifted,
)
from losses import get
from losses.arrays import Array
from pages.columns import colours, formula, heading
from pages.ground import theme_of
from pages.softmax_view import FAR, View
from scene.memory import remembered

__all__ = ["EXAMPLES", "GRADIENT", "draw", "go", "lift", "read"]

# Marks of the classes, as the figures draw them: hollow, and filled for the label.
_MARKS = (("○", "●"), ("□", "■"), ("△", "▲"))
# Below this share of its terms' size a number is 0 to rounding; probabilities are up to 1.
_ROUNDING = 1e-15
# A probability from here on is called confident.
_CONFIDENT = 0.9
# How far from 0 the logits of an example lie: e^-7 is the odds of the other classes.
_EXAMPLE = 7.0
# On a field a gradient of length 1 is drawn as long as so many logits; on the triangle, as 1.
GRADIENT = 4.0
# What the browser needs to turn logits into places and back.
_GEOMETRY = {
    "u": PLANE.u.tolist(),
    "v": PLANE.v.tolist(),
    "window": [*WINDOW.a, *WINDOW.b],
    "gradient": GRADIENT,
    "home": list(View().point),
}
EXAMPLES = {"wrong": "Confidently wrong", "even": "Undecided", "right": "Confidently right"}


def _view(
    left: object, right: object, label: object, point: object = None, shift: object = None
) -> View:
    """Return the view that the browser's values describe."""
    given = {"left": left, "right": right, "label": label, "point": point, "shift": shift}
    return View.from_query(given)[0]


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
        "lines": _lines(view),
        # Of 1/3 each nobody can be sure.
        "no_right": view.label == "uniform",
        "ground": _ground(landscapes[0]),
        "shown": {"query": view.query(), "geometry": _GEOMETRY},
    }


def _ground(landscape: Landscape) -> str:
    """Say what the pictures of the plane were measured on, and what their lengths mean."""
    low, high = (_number(end, "g") for end in WINDOW.a)
    return (
        f"Loss of one sample on a grid of {len(landscape.a)} × {len(landscape.b)} points, a and b "
        f"from {low} to {high}: a = (z2 − z1)/√2, b = (2 z3 − z1 − z2)/√6. Thin arrows point "
        "downhill, both fields on one scale, true to their size; the thick one at the point is "
        f"{GRADIENT:g} long where the gradient is 1. Each surface has its own height scale."
    )


@remembered(megabytes=16)
def _survey(loss: str, label: str) -> Survey:
    return survey(logit_landscape(loss, label))


def _lines(view: View) -> list[Any]:
    """Say how far apart in loss the lines on the triangle are."""
    keys = list(dict.fromkeys((view.left, view.right)))
    parts: list[Any] = ["Lines of equal loss: "]
    for place, key in enumerate(keys):
        lines, loss = level_lines(key, view.label), get(key, "softmax")
        swatch = html.Span(className="swatch", style=colours(loss))
        # Two of one kind have one colour.
        alike = len({get(one, "softmax").key for one in keys}) < len(keys)
        which = f"{_lower(loss.title)} " if alike else ""
        parts += ["; " if place else "", swatch, f"{which}every {lines.step:g}"]
    return [*parts, ". Arrows: each loss's step, minus its gradient, both true to size."]


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
        "sentence": _sentence(readings),
        "point": _point_table(view, readings, moved),
        "losses": _loss_table(readings),
        "texts": [_text(reading) for reading in readings],
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
    readings = [read_logits(key, view.label, logits + view.shift) for key in keys]
    moved = shifted(logits, view.shift)
    one = "z1" if view.label == "uniform" else f"z{view.label}"
    flat = "; ".join(
        f"{_lower(reading.loss.title)} {_rounded(reading.flat_curvature, '.0e')}"
        for reading in _distinct(readings)
    )
    change = " but for rounding" if 0.0 < moved.difference < _ROUNDING else ""
    if moved.difference >= _ROUNDING:
        change = f" by more than {moved.difference:.0e}"
    text = (
        f"Solid: c added to all three logits. Dotted: to {one} alone. At c = "
        f"{_number(view.shift, 'g')} no p has changed{change}; curvature along (1, 1, 1)/√3 there: "
        f"{flat}."
    )
    return chart.encoded(), text


def _distinct(readings: list[LogitReading]) -> list[LogitReading]:
    return list({reading.loss.title: reading for reading in readings}.values())


def _sentence(readings: list[LogitReading]) -> list[Any]:
    """Say how sure the point is, and how long both gradients are there."""
    p, y = readings[0].probability, readings[0].label
    likeliest = int(p.argmax())
    sure = "Not confident"
    if p[likeliest] >= _CONFIDENT:
        sure = f"Confidently {'right' if y[likeliest] == 1.0 else 'wrong'}"
    said = f": p{likeliest + 1} = {_number(p[likeliest])}. "
    first, second = readings
    if first.loss.title == second.loss.title:
        return [html.B(sure), f"{said}{first.loss.title} has a gradient {first.length:.3g} long."]
    longer, shorter = sorted(readings, key=lambda one: -one.length)
    times = longer.length / shorter.length if shorter.length > 0.0 else np.inf
    # Where both gradients are rounding of 0, their ratio says nothing.
    if longer.length < 1e-12:
        return [html.B(sure), f"{said}Both gradients are 0 to rounding."]
    ratio = f"{times:.3g} times as long as" if np.isfinite(times) else "not 0, unlike"
    return [
        html.B(sure),
        f"{said}{longer.loss.title} has a gradient {longer.length:.3g} long, {ratio} that of "
        f"{_lower(shorter.loss.title)}, {shorter.length:.3g}.",
    ]


def _lower(title: str) -> str:
    return title[0].lower() + title[1:]


def _point_table(view: View, readings: list[LogitReading], moved: Shift) -> Any:
    """Return logits, probabilities and gradients by class."""
    heads = [
        html.Th(f"class {k + 1} {_MARKS[k][view.label == str(k + 1)]}", scope="col")
        for k in range(CLASSES)
    ]
    reading = readings[0]
    rows = [
        _row("logit z", reading.logits),
        _row(f"z + c, c = {_number(view.shift, 'g')}", moved.logits),
        _row("p", reading.probability),
        _row("p of z + c", moved.probability),
        _row("label y", reading.label),
        *(_row([_swatch(one), _gradient_name(one)], one.gradient) for one in _distinct(readings)),
    ]
    return html.Table(
        [html.Thead(html.Tr([html.Td(), *heads])), html.Tbody(rows)], className="numbers"
    )


def _gradient_name(reading: LogitReading) -> str:
    # What it is called is what it is here: measured, not promised.
    same = np.abs(reading.gradient - (reading.probability - reading.label)).max() < 1e-12
    return "gradient, p − y" if same else "gradient"


def _loss_table(readings: list[LogitReading]) -> Any:
    """Return what is one number a loss."""
    short = [_short(reading.loss.title) for reading in readings]
    if short[0] == short[1]:  # told apart by their parameters
        short = [reading.loss.title for reading in readings]
    heads = [
        html.Th([_swatch(reading), name], scope="col")
        for reading, name in zip(readings, short, strict=True)
    ]
    rows = [
        _row("loss", [one.value for one in readings]),
        _row("length of gradient", [one.length for one in readings]),
        _row("curvature, least", [one.curvatures[0] for one in readings]),
        _row("curvature, most", [one.curvatures[1] for one in readings]),
        _flat_row("slope, flat direction", [one.flat_slope for one in readings]),
        _flat_row("curvature, flat direction", [one.flat_curvature for one in readings]),
    ]
    table = html.Table(
        [html.Thead(html.Tr([html.Td(), *heads])), html.Tbody(rows)], className="numbers"
    )
    note = (
        "Gradient: the slopes in all logits. Curvature: how fast the slope changes; below 0 the "
        "loss is not convex. Least and most: within the plane. Flat direction: (1, 1, 1)/√3, along "
        "which no p changes; from the entries of gradient and Hessian, the second derivatives. 0 "
        "to rounding: below 1e-15 of the terms' size, which is up to 1."
    )
    return [table, html.P(note, className="note")]


def _short(title: str) -> str:
    return title.partition(" (")[0]


def _swatch(reading: LogitReading) -> Any:
    return html.Span(className="swatch", style=colours(reading.loss))


def _row(name: Any, values: Array | list[Any], form: str = "") -> Any:
    cells = [html.Td(_number(float(x), form)) for x in values]
    return html.Tr([html.Th(name, scope="row"), *cells])


def _flat_row(name: str, values: list[float]) -> Any:
    cells = [html.Td(_rounded(x, ".1e")) for x in values]
    return html.Tr([html.Th(name, scope="row"), *cells])


def _rounded(value: float, form: str) -> str:
    return "0 to rounding" if 0.0 < abs(value) < _ROUNDING else _number(value, form)


def _number(value: float, form: str = "") -> str:
    """Write a number in four digits, and none of them where it is 0."""
    if value == 0.0:
        return "0"
    if form:
        return f"{value:{form}}".replace("-", "−")
    text = f"{value:.4f}" if 1e-3 <= abs(value) < 1e3 else f"{value:.2e}"
    return text.replace("-", "−")


def _text(reading: LogitReading) -> str:
    a, b = reading.planar
    # Of a soft label p and y cancel; of a hard one a tiny gradient is a true one.
    if reading.label.max() < 1.0 and reading.length < _ROUNDING:
        return f"loss {reading.value:.6g}, gradient 0 to rounding".replace("-", "−")
    text = f"loss {reading.value:.6g}, gradient in (a, b): ({a:.4g}, {b:.4g})"
    return text.replace("-", "−")
