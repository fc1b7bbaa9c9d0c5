"""Explore: two losses of one model on one data set, side by side."""

from typing import Any

import dash
import dash_mantine_components as dmc
from dash import ALL, MATCH, ClientsideFunction, Input, Output, State, dcc, html

from figures.fit import Model, draw_fit
from figures.progress import draw_progress
from landscapes import CATALOGUE, Restriction, verdict
from pages.aria import named
from pages.columns import SIDES, column
from pages.controls import (
    data_controls,
    descent_controls,
    ground_controls,
    plane_controls,
    progress_controls,
    section,
)
from pages.descents import descents_of, packed
from pages.ground import draw_ground, ground_note, surveys_of, theme_of
from pages.playback import playback_bar
from pages.pulls import pulls_panel
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
                        **named("Data set"),
                    ),
                    html.Div(data_controls(scene), id="data-controls"),
                    html.P(id="data-note", className="note"),
                ],
            ),
            section("Ground", ground_controls(scene)),
            section("Descent", descent_controls(scene)),
            html.Details(
                [
                    html.Summary("Plane and scales", className="heading"),
                    html.Div(plane_controls(scene), id="plane-controls"),
                ],
                className="section",
            ),
        ],
        className="controls",
        **named("Controls"),
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
            dcc.Store(id="base", data=_base(scene)),
            dcc.Store(id="scene-data", data=scene.data),
            dcc.Store(id="scene"),
            dcc.Store(id="shown"),
            dcc.Store(id="cursor"),
            dcc.Store(id="start", data=scene.start),
            dcc.Store(id="paths"),
            controls,
            html.Main(
                [
                    html.Div(_messages(messages), className="messages", role="status"),
                    html.Div(id="messages", className="messages", role="status"),
                    html.P(scene.note, className="scene-note"),
                    html.Div(side, className="phone-only side-switch"),
                    html.Div([column(side) for side in SIDES], id="columns", className="columns"),
                    playback_bar(),
                ],
                id="stage",
                className="stage",
            ),
            html.Aside(
                [
                    section("The fit", [_plain_graph("fit")]),
                    section(
                        "What is left of the start",
                        [*progress_controls(), _plain_graph("progress")],
                    ),
                    html.Section(id="step-table", className="section step-table"),
                    html.Details(
                        [
                            html.Summary("Where the gradient comes from", className="heading"),
                            html.Div(id="pulls"),
                        ],
                        className="section",
                    ),
                    html.Div(id="ground-note", className="note"),
                ],
                className="reading-column",
                **named("Reading"),
            ),
            dmc.Button(
                "Controls",
                id="sheet",
                className="phone-only sheet-button",
                color="dark",
                fullWidth=True,
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
    "ground",
    "rule",
    "fairness",
    "steps",
)


def _plain_graph(name: str) -> html.Div:
    config: Any = {"displaylogo": False, "showSendToCloud": False, "displayModeBar": False}
    return html.Div(dcc.Graph(id=name, responsive=True, config=config), className=name)


def register(app: dash.Dash) -> None:
    """Attach the page's callbacks to an app."""
    app.clientside_callback(
        ClientsideFunction("scene", "compose"),
        Output("scene", "data"),
        Input({"type": "control", "field": ALL}, "value"),
        Input("scene-data", "data"),
        Input("base", "data"),
        State({"type": "control", "field": ALL}, "id"),
        State("scene", "data"),
    )
    app.clientside_callback(
        ClientsideFunction("scene", "reading"),
        Output({"type": "reading", "field": MATCH}, "children"),
        Input({"type": "control", "field": MATCH}, "value"),
    )
    app.clientside_callback(
        ClientsideFunction("scene", "address"),
        Input("shown", "data"),
        Input("start", "data"),
        prevent_initial_call=True,
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
        Output("start", "data", allow_duplicate=True),
        Output({"type": "control", "field": "rate"}, "value"),
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
                Output(f"{kind}-{side}", "figure")
                for side in SIDES
                for kind in ("surface", "field")
            ],
            "headings": [
                Output(f"{part}-{side}", "children")
                for side in SIDES
                for part in ("title", "formula", "caption")
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
        *(Output(f"cursor-{side}", "children") for side in SIDES),
        Input("cursor", "data"),
        Input("scene", "data"),
        Input("color-scheme", "computedColorScheme"),
        prevent_initial_call=True,
    )(_read_cursor)
    app.callback(
        Output("pulls", "children"),
        Input("cursor", "data"),
        Input("scene", "data"),
        Input("start", "data"),
        prevent_initial_call=True,
    )(_show_pulls)
    app.callback(
        Output("paths", "data"),
        Output("progress", "figure"),
        Input("scene", "data"),
        Input("start", "data"),
        Input("progress-quantity", "value"),
        Input("progress-scale", "value"),
        Input("color-scheme", "computedColorScheme"),
        prevent_initial_call=True,
    )(_descend)
    app.callback(
        [Output(f"verdict-{side}", "children") for side in SIDES],
        Input("scene", "data"),
        prevent_initial_call=True,
    )(_conclude)
    app.clientside_callback(
        ClientsideFunction("playback", "load"),
        Output("step", "max"),
        Output("step", "value"),
        Input("paths", "data"),
        State("step", "value"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("playback", "show"),
        Output("step-text", "children"),
        Input("step", "value"),
        Input("paths", "data"),
        Input("color-scheme", "computedColorScheme"),
        prevent_initial_call=True,
    )
    for name in ("first", "back", "play", "forward"):
        app.clientside_callback(
            ClientsideFunction("playback", name),
            Input(f"play-{name}", "n_clicks"),
            prevent_initial_call=True,
        )
    app.clientside_callback(ClientsideFunction("playback", "pace"), Input("pace", "value"))


def _fields(given: object) -> dict[str, Any]:
    """Return the browser's record of the controls; nothing where a request was forged."""
    return dict(given) if isinstance(given, dict) else {}


def _choose_data(name: str, given: dict[str, Any] | None) -> tuple[Any, ...]:
    fields = {key: value for key, value in _fields(given).items() if key in _OF_ANY_DATA}
    scene, _ = Scene.from_query(fields | {"data": name})
    return (
        data_controls(scene),
        plane_controls(scene),
        scene.data,
        _base(scene),
        None,
        f"{scene.pace:g}",
    )


def _base(scene: Scene) -> dict[str, Any]:
    # The start travels by itself: it moves without a new sweep.
    return scene.model_dump(mode="json", exclude_defaults=True, exclude={"start"})


def _set_window(_fit: int | None, _reset: int | None, given: dict[str, Any] | None) -> list[Any]:
    if dash.ctx.triggered_id != "window-fit":
        return ["", "", "", "", ""]
    fitted, found = Scene.from_query(_fields(given))[0].fitted()
    message = "" if found else "Cross-entropy has no finite minimum on this plane: framed around 0."
    return [*(fitted.window_a or ()), *(fitted.window_b or ()), message]


def _draw(
    given: dict[str, Any] | None, colours: str | None, shown: dict[str, Any] | None
) -> dict[str, Any]:
    scene, messages = Scene.from_query(_fields(given))
    drawings, headings = draw_ground(scene, theme_of(colours))
    window = [*scene.window.a, *scene.window.b]
    # The first time there is nothing on the page to patch.
    moved = not isinstance(shown, dict) or shown.get("window") != window
    return {
        "figures": [d.encoded() if shown is None else d.patch(moved) for d in drawings],
        "headings": headings,
        "messages": _messages(messages),
        "source": scene.problem.dataset.source,
        "ground": ground_note(scene),
        "view": f"columns view-{scene.view}",
        "shown": {
            "query": scene.query(),
            "window": window,
            "names": [f"{scene.data}-{loss}" for loss in (scene.left, scene.right)],
        },
    }


def _descend(
    given: dict[str, Any] | None,
    start: list[float] | None,
    quantity: str | None,
    scale: str | None,
    colours: str | None,
) -> tuple[dict[str, Any], dict[str, Any]]:
    scene = _with_start(given, start)
    theme = theme_of(colours)
    chart = draw_progress(descents_of(scene), quantity or "loss", scale or "linear", theme)
    return packed(scene), chart.encoded()


def _with_start(given: dict[str, Any] | None, start: list[float] | None) -> Scene:
    return Scene.from_query(_fields(given) | {"start": start})[0]


def _conclude(given: dict[str, Any] | None) -> list[str]:
    return [verdict(found) for found in surveys_of(Scene.from_query(_fields(given))[0])]


def _point(cursor: dict[str, Any] | None) -> tuple[float, float] | None:
    """Return the cursor's plane coordinates; None where there is no cursor yet, or a forged one."""
    point: list[Any] = [cursor.get(axis) for axis in "ab"] if isinstance(cursor, dict) else []
    if not point or not all(isinstance(x, (int, float)) and abs(x) < 1e9 for x in point):
        return None
    return float(point[0]), float(point[1])


def _show_pulls(
    cursor: dict[str, Any] | None, given: dict[str, Any] | None, start: list[float] | None
) -> list[Any]:
    scene, point = _with_start(given, start), _point(cursor)
    if point is None:
        return pulls_panel(scene, scene.begin, "at the start")
    return pulls_panel(scene, point, "at the cursor")


def _read_cursor(
    cursor: dict[str, Any] | None, given: dict[str, Any] | None, colours: str | None
) -> tuple[Any, str, str]:
    scene, _ = Scene.from_query(_fields(given))
    theme = theme_of(colours)
    problem, plane, point = scene.problem, scene.slice, _point(cursor)
    if point is None:
        return draw_fit(problem, [], theme).encoded(), "", ""
    model = Model(plane.at(*point), "model at the cursor", theme.ink)
    names = ", ".join(f"{name} = {x:.4g}" for name, x in zip(plane.names, point, strict=True))
    texts = []
    for key in (scene.left, scene.right):
        at = Restriction(problem, key, plane).evaluate(point[:1], point[1:])
        gradient = ", ".join(f"{g:.4g}" for g in at.gradient[:, 0])
        texts.append(f"{names}: loss {at.value[0]:.6g}, gradient ({gradient})")
    return draw_fit(problem, [model], theme).encoded(), texts[0], texts[1]


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
