"""What the server answers when something on the Curves page has changed.

A request may be forged: whatever is not what it should be counts as not given.
"""

from typing import Any

import dash
from dash import dcc, html
from dash.exceptions import PreventUpdate

from figures.curves import PLOTS, draw_curves
from figures.expected import draw_expected
from figures.height import Height
from figures.surface import draw_surface
from landscapes import Problem, load
from landscapes.terrain.influence import Influence, influence
from losses import FAMILIES, Loss, get
from pages.curves.view import CurvesView
from pages.curves.words import (
    at_handle,
    family_words,
    four,
    named_loss,
    numbers_table,
    push_words,
    report_table,
    report_words,
    surface_table,
    tail_words,
)
from pages.parts.address import address
from pages.parts.columns import colours as colours_of
from pages.parts.theme import theme_of
from pages.parts.work import PATIENCE, Busy, Superseded, jobs, owner
from scene.memory import remembered

__all__ = [
    "FAMILY",
    "FAMILY_CHART",
    "draw",
    "family_of",
    "read",
    "show_expected",
    "show_family",
    "show_surface",
    "with_absolute",
]

# The losses that run from the logarithm to the probability itself.
FAMILY = "generalized-cross-entropy"
# What the family is drawn between: its two ends.
FAMILY_CHART = ("cross-entropy", FAMILY, "absolute-error")
# Grid points a side of the surface on demand.
_GRID = 61


def _view(**fields: object) -> CurvesView:
    return CurvesView.from_query(fields)[0]


def _handle(given: object) -> dict[str, Any]:
    return {key: given[key] for key in "pz" if key in given} if isinstance(given, dict) else {}


def _names(given: object) -> object:
    return tuple(given) if isinstance(given, list) and given else None


def draw(names: list[str] | None, label: float | None, colours: str | None) -> list[Any]:
    """Return the four figures."""
    view = _view(losses=_names(names), label=label)
    return [
        draw_curves(view.chosen, quantity, against, view.label, theme_of(colours)).encoded()
        for quantity, against in PLOTS
    ]


def read(
    handle: dict[str, float] | None,
    names: list[str] | None,
    label: float | None,
    truth: float | None,
    q: float | None,
) -> dict[str, Any]:
    """Return what stands around the plots: the numbers at the handle, and what they say."""
    view = _view(**_handle(handle), losses=_names(names), label=label, truth=truth)
    p, y = view.probability, view.label
    asked = f"The model gave {p:.6g} to class 1, which is right with probability {y:g}."
    if view.right is not None:
        asked = f"The model gave {view.right:.6g} to the right class."
    found = [at_handle(loss, view) for loss in view.chosen]
    readouts = [
        [
            html.Span(
                [html.I(className="swatch", style=colours_of(loss)), four(numbers[place])],
                title=loss.title,
            )
            for loss, numbers in zip(view.chosen, found, strict=True)
        ]
        for place in (0, 0, 1, 2)
    ]
    beyond = ""
    if abs(view.logit) > 8.0:
        beyond = f"The logit {view.logit:.6g} is beyond the plots: its numbers hold, unseen."
    first = view.chosen[0].title
    where = f"At p = {p:.6g}, logit z = {view.logit:.6g}, label y = {y:g}."
    compared = f" After ×: the ratio to {first}." if len(view.chosen) > 1 else ""
    return {
        "asked": asked,
        "readouts": readouts if len(found) <= 4 else [[]] * 4,
        "beyond": beyond,
        "table": [numbers_table(view), html.P(where + compared, className="note")],
        "said": [html.P(text) for text in (push_words(view), *tail_words(view))],
        "family": [html.P(text) for text in family_words(family_of(q), view)],
        "query": view.query(),
    }


def family_of(q: object) -> Loss:
    """Return the family's loss for the slider's q; the default one where it is none."""
    (parameter,) = FAMILIES["sigmoid"][FAMILY].parameters
    try:
        return get(FAMILY, q=parameter.check(q))  # type: ignore[arg-type] # it is what is checked
    except (TypeError, ValueError):
        return get(FAMILY)


def show_family(q: object, label: float | None, colours: str | None) -> Any:
    """Return the family's curve at this q, between its two ends, and what the curves are."""
    losses = [family_of(q) if key == FAMILY else get(key) for key in FAMILY_CHART]
    view = _view(label=label)
    if view.label not in (0.0, 1.0):  # of a soft label absolute error is not the family's end
        losses = losses[:-1]
    drawing = draw_curves(losses, "value", "p", view.label, theme_of(colours))
    return drawing.encoded(), [named_loss(loss) for loss in losses]


def with_absolute(view: CurvesView) -> tuple[Loss, ...]:
    """Return the chosen losses, and absolute error, which is not proper."""
    absolute = get("absolute-error")
    return view.chosen if absolute in view.chosen else (*view.chosen, absolute)


def show_expected(
    names: list[str] | None, truth: float | None, colours: str | None
) -> tuple[Any, Any, Any]:
    """Return the expected loss of every report, where it is least, and what that says."""
    view = _view(losses=_names(names), truth=truth)
    losses = with_absolute(view)
    drawing = draw_expected(losses, view.truth, theme_of(colours))
    told = [html.P(text) for text in report_words(losses, view.truth)]
    return drawing.encoded(), report_table(losses, view.truth), told


def show_surface(
    clicks: int | None,
    q: float | None,
    colours: str | None,
    shown: str | None,
    client: str | None,
) -> tuple[Any, Any, Any, Any]:
    """Return the family's surface over one far outlier, where it was asked for."""
    if not (isinstance(clicks, int) and clicks % 2):
        return dash.no_update, dash.no_update, "curve-surface-panel folded", "Show its surface"
    loss = family_of(q)
    try:
        asked = jobs().ask(
            owner(client), "influence", loss.name, "", lambda _: (_influence(loss), _reference())
        )
        answer = asked.result(PATIENCE)
    except Superseded:  # a newer request of this browser is on its way
        raise PreventUpdate from None
    if answer is None:
        raise Busy  # the page asks again
    found, reference = answer
    landscape = found.landscape
    drawing = draw_surface(landscape, Height("linear", landscape), theme_of(colours)).untitled()
    problem, (rows, columns) = landscape.problem, found.with_row.grid
    far = float(problem.dataset.X[found.row, 0])
    told = [
        surface_table(found, reference),
        html.P(
            f"{len(problem.dataset)} rows, of which one lies at x = {far:g} with the wrong label; "
            f"a grid of {columns} × {rows}. A row's pull is its part in the gradient, at the best "
            "fit found. At the edge: the loss is still lower beyond this window.",
            className="note",
        ),
        dcc.Link("Compare in Explore", href=address("/", f"data=outlier&left={loss.name}")),
    ]
    first = not (isinstance(shown, str) and "drawn" in shown)
    figure = drawing.encoded() if first else drawing.patch(moved=False)
    return figure, told, "curve-surface-panel drawn", "Hide its surface"


def _reference() -> Influence:
    return _influence(get("cross-entropy"))


@remembered(megabytes=16)
def _influence(loss: Loss) -> Influence:
    problem = Problem(load("outlier"))
    return influence(problem, loss, int(abs(problem.dataset.X[:, 0]).argmax()), _GRID)
