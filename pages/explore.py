"""Explore: two losses of one model on one data set, side by side."""

from typing import Any

import dash
import dash_mantine_components as dmc
from dash import ALL, MATCH, ClientsideFunction, Input, Output, State, dcc, html

from figures.field import draw_field, reach
from figures.fit import Model, draw_fit
from figures.height import Height
from figures.surface import draw_surface
from figures.theme import THEMES
from landscapes import CATALOGUE, Landscape, Restriction, sweep
from losses import Loss
from pages.columns import SIDES, colours, column, formula, heading
from pages.controls import data_controls, ground_controls, plane_controls, section
from scene import Scene

__all__ = ["NAME", "PATH", "TITLE", "layout", "register"]

PATH = "/"
NAME = "Explore"
TITLE = "Loss landscapes"

_DATA = [{"value": recipe.name, "label": recipe.title} for recipe in CATALOGUE.values()]


def layout(**query: str) -> html.Div:
    """Return the page for a link's fields; what could not be used is said on it."""
    scene, messages = Scene.from_query(query)
    controls = html.Aside(
        [
            section(
                "Data",
                [
                    dmc.Select(
                        id="data",
                        data=_DATA,
                        value=scene.data,
                        allowDeselect=False,
                        **{"aria-label": "Data set"},
                    ),
                    html.Div(data_controls(scene), id="data-controls"),
                    html.P(id="data-note", className="note"),
                ],
            ),
            section("Ground", ground_controls(scene)),
            html.Details(
                [
                    html.Summary("Plane and scales", className="heading"),
                    html.Div(plane_controls(scene), id="plane-controls"),
                ],
                className="section",
            ),
        ],
        className="controls",
        **{"aria-label": "Controls"},
    )
    side = dmc.SegmentedControl(
        id="side",
        data=[{"value": "both", "label": "Both"}]
        + [{"value": side, "label": side.capitalize()} for side in SIDES],
        value="both",
        fullWidth=True,
    )
    return html.Div(
        [
            # What the link set and no control shows: the controls' values are laid over it.
            dcc.Store(id="base", data=scene.model_dump(mode="json", exclude_defaults=True)),
            dcc.Store(id="scene-data", data=scene.data),
            dcc.Store(id="scene"),
            dcc.Store(id="shown"),
            dcc.Store(id="cursor"),
            controls,
            html.Main(
                [
                    html.Div(_messages(messages), className="messages", role="status"),
                    html.Div(id="messages", className="messages", role="status"),
                    html.Div(side, className="phone-only side-switch"),
                    html.Div([column(side) for side in SIDES], id="columns", className="columns"),
                ],
                id="stage",
                className="stage",
            ),
            html.Aside(
                [
                    section(
                        "The model at the cursor",
                        [
                            dcc.Graph(id="fit", className="fit", config=_FIT_CONFIG),
                            html.Div(id="reading", className="reading-table"),
                        ],
                    ),
                    html.P(id="ground-note", className="note"),
                ],
                className="reading-column",
                **{"aria-label": "Reading"},
            ),
            dmc.Button(
                "Controls", id="sheet", className="phone-only sheet-button", color="dark", fullWidth=True
            ),
        ],
        id="explore",
        className="explore",
    )


# Settings that stay when another data set is chosen; options, plane and window belong to the data.
_OF_ANY_DATA = (
    "standardise",
    "penalty",
    "left",
    "right",
    "held",
    "resolution",
    "view",
    "height",
    "arrows",
    "scale",
)
_FIT_CONFIG = {"displaylogo": False, "showSendToCloud": False, "displayModeBar": False}


def register(app: dash.Dash) -> None:
    """Attach the page's callbacks to an app."""
    app.clientside_callback(
        ClientsideFunction("scene", "compose"),
        Output("scene", "data"),
        Input({"type": "control", "field": ALL}, "value"),
        Input("scene-data", "data"),
        Input("base", "data"),
        State({"type": "control", "field": ALL}, "id"),
    )
    app.clientside_callback(
        ClientsideFunction("scene", "reading"),
        Output({"type": "reading", "field": MATCH}, "children"),
        Input({"type": "control", "field": MATCH}, "value"),
    )
    app.clientside_callback(
        ClientsideFunction("scene", "address"), Input("shown", "data"), prevent_initial_call=True
    )
    app.clientside_callback(
        ClientsideFunction("scene", "side"), Output("stage", "className"), Input("side", "value")
    )
    app.clientside_callback(
        ClientsideFunction("scene", "sheet"),
        Output("explore", "className"),
        Input("sheet", "n_clicks"),
        prevent_initial_call=True,
    )
    app.callback(
        Output("data-controls", "children"),
        Output("plane-controls", "children"),
        Output("scene-data", "data"),
        Output("base", "data"),
        Input("data", "value"),
        State("scene", "data"),
        prevent_initial_call=True,
    )(_choose_data)
    app.callback(
        *(
            Output({"type": "control", "field": f"window_{axis}/{i}"}, "value")
            for axis in "ab"
            for i in (0, 1)
        ),
        Output("window-message", "children"),
        Input("window-fit", "n_clicks"),
        Input("window-reset", "n_clicks"),
        State("scene", "data"),
        prevent_initial_call=True,
    )(_set_window)
    app.callback(
        output={
            "figures": [
                Output(f"{kind}-{side}", "figure") for side in SIDES for kind in ("surface", "field")
            ],
            "headings": [
                Output(f"{part}-{side}", "children")
                for side in SIDES
                for part in ("title", "formula")
            ],
            "messages": Output("messages", "children"),
            "source": Output("data-note", "children"),
            "ground": Output("ground-note", "children"),
            "view": Output("columns", "className"),
            "shown": Output("shown", "data"),
        },
        inputs={
            "given": Input("scene", "data"),
            "colours": Input("color-scheme", "computedColorScheme"),
            "shown": State("shown", "data"),
        },
        prevent_initial_call=True,
    )(_draw)
    app.callback(
        Output("fit", "figure"),
        Output("reading", "children"),
        Input("cursor", "data"),
        Input("shown", "data"),
        State("scene", "data"),
        State("color-scheme", "computedColorScheme"),
        prevent_initial_call=True,
    )(_read_cursor)


def _choose_data(name: str, given: dict[str, Any] | None) -> tuple[Any, Any, str, Any]:
    fields = {key: value for key, value in (given or {}).items() if key in _OF_ANY_DATA}
    scene, _ = Scene.from_query(fields | {"data": name})
    base = scene.model_dump(mode="json", exclude_defaults=True)
    return data_controls(scene), plane_controls(scene), scene.data, base


def _set_window(_fit: int | None, _reset: int | None, given: dict[str, Any] | None) -> list[Any]:
    if dash.ctx.triggered_id != "window-fit":
        return ["", "", "", "", ""]
    fitted, found = Scene.from_query(given or {})[0].fitted()
    message = "" if found else "Cross-entropy has no finite minimum on this plane: framed around 0."
    return [*(fitted.window_a or ()), *(fitted.window_b or ()), message]


def _draw(given: dict[str, Any] | None, colours: str | None, shown: dict[str, Any] | None) -> dict[str, Any]:
    scene, messages = Scene.from_query(given or {})
    theme = THEMES.get(colours or "light", THEMES["light"])
    window, problem, plane = scene.window, scene.problem, scene.slice
    grid = window.grid(scene.resolution)
    landscapes = [sweep(problem, key, plane, *grid) for key in (scene.left, scene.right)]
    heights, longest = _scales(scene, landscapes)
    # The first time there is nothing on the page to patch.
    moved = shown is None or shown["window"] != [*window.a, *window.b]
    figures, headings = [], []
    for landscape, height, length in zip(landscapes, heights, longest, strict=True):
        surface = draw_surface(landscape, height, theme)
        field = draw_field(landscape, height, scene.arrows, length, theme)
        for drawing in (surface, field):
            figures.append(drawing.encoded() if shown is None else drawing.patch(moved))
        headings += [heading(landscape.loss), formula(landscape.loss)]
    return {
        "figures": figures,
        "headings": headings,
        "messages": _messages(messages),
        "source": problem.dataset.source,
        "ground": _ground_note(scene, landscapes[0]),
        "view": f"columns view-{scene.view}",
        "shown": {
            "query": scene.query(),
            "window": [*window.a, *window.b],
            "names": [f"{scene.data}-{loss}" for loss in (scene.left, scene.right)],
        },
    }


def _scales(scene: Scene, landscapes: list[Landscape]) -> tuple[list[Height], list[float]]:
    if scene.scale == "shared":
        height = Height(scene.height, landscapes)
        return [height, height], [max(map(reach, landscapes))] * 2
    return [Height(scene.height, one) for one in landscapes], [reach(one) for one in landscapes]


def _read_cursor(
    cursor: dict[str, Any] | None,
    shown: dict[str, Any] | None,
    given: dict[str, Any] | None,
    colours: str | None,
) -> tuple[Any, Any]:
    scene, _ = Scene.from_query(given or {})
    theme = THEMES.get(colours or "light", THEMES["light"])
    problem, plane, window = scene.problem, scene.slice, scene.window
    point = [sum(window.a) / 2, sum(window.b) / 2]
    if cursor and all(isinstance(cursor.get(axis), (int, float)) for axis in "ab"):
        point = [float(cursor[axis]) for axis in "ab"]
    theta = plane.at(*point)
    fit = draw_fit(problem, [Model(theta, "model at the cursor", theme.ink)], theme)
    rows = [
        [name, *(f"{value:.4g}" for _ in range(2))]
        for name, value in zip(plane.names, point, strict=True)
    ]
    at = [Restriction(problem, key, plane) for key in (scene.left, scene.right)]
    values = [one.evaluate(point[:1], point[1:]) for one in at]
    rows.append(["loss", *(f"{one.value[0]:.6g}" for one in values)])
    for i, name in enumerate(plane.names):
        rows.append([f"d/d{name}", *(f"{one.gradient[i, 0]:.4g}" for one in values)])
    return fit.encoded(), _table([one.loss for one in at], rows)


def _table(losses: list[Loss], rows: list[list[str]]) -> html.Table:
    heads = [
        html.Th(loss.title, className="in-loss-colour", style=colours(loss), scope="col")
        for loss in losses
    ]
    top = [html.Td(), *heads]
    body = [
        html.Tr([html.Th(row[0], scope="row"), *(html.Td(cell) for cell in row[1:])]) for row in rows
    ]
    return html.Table([html.Thead(html.Tr(top)), html.Tbody(body)], className="numbers")


def _ground_note(scene: Scene, landscape: Landscape) -> str:
    columns, rows = len(landscape.a), len(landscape.b)
    text = (
        f"Mean loss over {len(landscape.problem.dataset)} rows on a grid of {columns} × {rows} "
        "points. Arrows point downhill, against the gradient; their length is "
        f"{'its logarithm' if scene.arrows == 'log' else 'true to its size'}."
    )
    held = [name for name in landscape.problem.parameters if name not in landscape.plane.names]
    if not held:
        return text
    origin, minimum = scene.origin
    where = "the cross-entropy minimum" if minimum else "0"
    if scene.held == "minimum" and not minimum:
        where = "0, for cross-entropy has no finite minimum here"
    values = ""
    if minimum and len(held) <= 3:
        index = landscape.problem.parameters.index
        values = ": " + ", ".join(f"{name} = {origin[index(name)]:.4g}" for name in held)
    return f"{text} {len(held)} other parameter{'s' * (len(held) > 1)} held at {where}{values}."


def _messages(messages: tuple[str, ...]) -> list[Any]:
    if not messages:
        return []
    return [
        dmc.Alert(
            html.Ul([html.Li(message) for message in messages]),
            title="Not used",
            color="orange",
            variant="outline",
            withCloseButton=True,
        )
    ]


