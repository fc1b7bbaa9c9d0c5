"""What the page about three logits says: sentences and tables made of numbers."""

from typing import Any

import numpy as np
from dash import html

from landscapes import Landscape
from landscapes.sweeps.level_lines import level_lines
from landscapes.sweeps.logits import CLASSES, WINDOW, LogitReading, Shift, read_logits, shifted
from losses import get
from losses.arrays import Array
from pages.logits.view import GRADIENT, LogitsView
from pages.parts.columns import colours

__all__ = [
    "cursor_text",
    "ground_note",
    "lift_note",
    "lines_note",
    "loss_table",
    "point_table",
    "sentence",
]

# Marks of the classes, as the figures draw them: hollow, and filled for the label.
_MARKS = (("○", "●"), ("□", "■"), ("△", "▲"))
# Below this share of its terms' size a number is 0 to rounding; probabilities are up to 1.
_ROUNDING = 1e-15
# A probability from here on is called confident.
_CONFIDENT = 0.9


def ground_note(landscape: Landscape) -> str:
    """Say what the pictures of the plane were measured on, and what their lengths mean."""
    low, high = (_number(end, "g") for end in WINDOW.a)
    return (
        f"Loss of one sample on a grid of {len(landscape.a)} × {len(landscape.b)} points, a and b "
        f"from {low} to {high}: a = (z2 − z1)/√2, b = (2 z3 − z1 − z2)/√6. Thin arrows point "
        "downhill, both fields on one scale, true to their size; the thick one at the point is "
        f"{GRADIENT:g} long where the gradient is 1. Each surface has its own height scale."
    )


def lines_note(view: LogitsView) -> list[Any]:
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


def lift_note(view: LogitsView) -> str:
    """Say what adding the constant was measured to do."""
    logits, keys = np.array(view.point), (view.left, view.right)
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
    return (
        f"Solid: c added to all three logits. Dotted: to {one} alone. At c = "
        f"{_number(view.shift, 'g')} no p has changed{change}; curvature along (1, 1, 1)/√3 there: "
        f"{flat}."
    )


def _distinct(readings: list[LogitReading]) -> list[LogitReading]:
    return list({reading.loss.title: reading for reading in readings}.values())


def sentence(readings: list[LogitReading]) -> list[Any]:
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


def point_table(view: LogitsView, readings: list[LogitReading], moved: Shift) -> Any:
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


def loss_table(readings: list[LogitReading]) -> Any:
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


def cursor_text(reading: LogitReading) -> str:
    """Say what one loss is at the cursor."""
    a, b = reading.planar
    # Of a soft label p and y cancel; of a hard one a tiny gradient is a true one.
    if reading.label.max() < 1.0 and reading.length < _ROUNDING:
        return f"loss {reading.value:.6g}, gradient 0 to rounding".replace("-", "−")
    text = f"loss {reading.value:.6g}, gradient in (a, b): ({a:.4g}, {b:.4g})"
    return text.replace("-", "−")
