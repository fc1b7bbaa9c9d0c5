"""Explore: two losses of one model on one data set, side by side."""

import hashlib
import uuid
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
from pages.descents import descents, packed
from pages.ground import (
    basins_of,
    draw_ground,
    ground_note,
    landscapes_of,
    surveys_of,
    swept,
    theme_of,
)
from pages.jobs import JOBS, Superseded
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
            dcc.Store(id="client", data=uuid.uuid4().hex),
            dcc.Store(id="ready", data=0),
            dcc.Interval(id="tick", interval=250, disabled=True),
            controls,
            html.Main(
                [
                    html.Div(_messages(messages), className="messages", role="status"),
                    html.Div(id="messages", className="messages", role="status"),
                    html.Div(
                        [
                            html.Span(id="job-title"),
                            html.Div(html.I(id="job-bar"), className="job-track"),
                            html.Button("Cancel", id="job-cancel", type="button"),
                        ],
                        id="job",
                        className="job",
                        style={"display": "none"},
                        role="status",
                    ),
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
                fullWidth=True,
            ),
        ],
        id="explore",
        className="explore",
    )


# Seconds that a request waits for its work; what takes longer gets a bar.
_PATIENCE = 0.5
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
            "idle": Output("tick", "disabled"),
        },
        inputs={
            "given": Input("scene", "data"),
            "colours": Input("color-scheme", "computedColorScheme"),
            "_ready": Input("ready", "data"),
            "start": State("start", "data"),
            "shown": State("shown", "data"),
            "client": State("client", "data"),
        },
        prevent_initial_call=True,
    )(_draw)
    app.callback(
        Output("job-title", "children"),
        Output("job-bar", "style"),
        Output("job", "style"),
        Output("tick", "disabled", allow_duplicate=True),
        Output("ready", "data"),
        Input("tick", "n_intervals"),
        State("client", "data"),
        prevent_initial_call=True,
    )(_tell)
    app.callback(
        Input("job-cancel", "n_clicks"), State("client", "data"), prevent_initial_call=True
    )(_cancel)
    app.callback(
        Output("fit", "figure"),
        *(Output(f"cursor-{side}", "children") for side in SIDES),
        Input("cursor", "data"),
        Input("shown", "data"),
        Input("color-scheme", "computedColorScheme"),
        State("scene", "data"),
        prevent_initial_call=True,
    )(_read_cursor)
    app.callback(
        Output("pulls", "children"),
        Input("cursor", "data"),
        Input("start", "data"),
        Input("shown", "data"),
        State("scene", "data"),
        prevent_initial_call=True,
    )(_show_pulls)
    app.callback(
        Output("paths", "data"),
        Output("progress", "figure"),
        Input("shown", "data"),
        Input("start", "data"),
        Input("progress-quantity", "value"),
        Input("progress-scale", "value"),
        Input("color-scheme", "computedColorScheme"),
        State("scene", "data"),
        prevent_initial_call=True,
    )(_descend)
    app.callback(
        [Output(f"verdict-{side}", "children") for side in SIDES],
        Input("shown", "data"),
        State("scene", "data"),
        prevent_initial_call=True,
    )(_conclude)
    app.clientside_callback(
        ClientsideFunction("playback", "load"),
        Output("step", "max"),
        Output("step", "value"),
        Input("paths", "data"),
        State("step", "value"),
        State("step", "max"),
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
    given: dict[str, Any] | None,
    colours: str | None,
    _ready: int | None,
    start: list[float] | None,
    shown: dict[str, Any] | None,
    client: str | None,
) -> dict[str, Any]:
    scene, messages = Scene.from_query(_fields(given))
    before = shown if isinstance(shown, dict) else {}
    keep: dict[str, Any] = {
        "figures": [dash.no_update] * 4,
        "headings": [dash.no_update] * 6,
        "source": dash.no_update,
        "ground": dash.no_update,
        "messages": _messages(messages),
        "view": f"columns view-{scene.view}",
        "shown": dash.no_update,
        "idle": True,
    }
    owner = client if isinstance(client, str) else ""
    landscapes = landscapes_of(scene, owner).result(_PATIENCE)
    if landscapes is None:
        return keep | {"idle": False}
    maps, idle = None, True
    if scene.ground == "basins":
        try:
            maps = basins_of(_with_start(given, start), owner).result(_PATIENCE)
            idle = maps is not None
        except ValueError as error:
            keep["messages"] = _messages((*messages, f"basins: {error}"))
        except Superseded:
            keep["messages"] = _messages((*messages, "basins: cancelled"))
    theme = theme_of(colours)
    window = [*scene.window.a, *scene.window.b]
    drawn = f"{swept(scene)!r} {scene.height} {scene.arrows} {scene.scale} {scene.ground} "
    drawn += f"{theme.name} {maps is not None and (scene, start)}"
    keep |= {
        "idle": idle,
        "shown": {
            "query": scene.query(),
            "window": window,
            "names": [f"{scene.data}-{loss}" for loss in (scene.left, scene.right)],
            "drawn": hashlib.sha256(drawn.encode()).hexdigest(),
        },
    }
    if before.get("drawn") == keep["shown"]["drawn"]:  # only the descents have changed
        return keep
    drawings, headings = draw_ground(scene, landscapes, maps, theme)
    moved = before.get("window") != window
    return keep | {
        # The first time there is nothing on the page to patch.
        "figures": [d.patch(moved) if before else d.encoded() for d in drawings],
        "headings": headings,
        "source": scene.problem.dataset.source,
        "ground": ground_note(scene, landscapes[0], maps),
    }


def _tell(tick: int | None, client: str | None) -> tuple[Any, Any, Any, bool, Any]:
    """Say how far the work has come that the page waits for; have it drawn when it is done."""
    job = JOBS.waiting(client if isinstance(client, str) else "")
    if job is None:
        return "", {"width": "0"}, {"display": "none"}, True, tick
    return (
        job.title,
        {"width": f"{100 * job.share:.1f}%"},
        {"display": "flex"},
        False,
        dash.no_update,
    )


def _cancel(_clicks: int | None, client: str | None) -> None:
    JOBS.cancel(client if isinstance(client, str) else "")


def _descend(
    _shown: dict[str, Any] | None,
    start: list[float] | None,
    quantity: str | None,
    scale: str | None,
    colours: str | None,
    given: dict[str, Any] | None,
) -> tuple[dict[str, Any], dict[str, Any]]:
    scene = _with_start(given, start)
    left, right = surveys_of(scene)
    chart = draw_progress(
        descents(scene),
        quantity if quantity in ("loss", "slope") else "loss",
        scale if scale in ("linear", "log") else "linear",
        theme_of(colours),
    )
    return packed(scene, (left.best, right.best)), chart.encoded()


def _with_start(given: dict[str, Any] | None, start: list[float] | None) -> Scene:
    return Scene.from_query(_fields(given) | {"start": start})[0]


def _conclude(_shown: dict[str, Any] | None, given: dict[str, Any] | None) -> list[str]:
    return [verdict(found) for found in surveys_of(Scene.from_query(_fields(given))[0])]


def _point(cursor: dict[str, Any] | None) -> tuple[float, float] | None:
    """Return the cursor's plane coordinates; None where there is no cursor yet, or a forged one."""
    point: list[Any] = [cursor.get(axis) for axis in "ab"] if isinstance(cursor, dict) else []
    if not point or not all(isinstance(x, (int, float)) and abs(x) < 1e9 for x in point):
        return None
    return float(point[0]), float(point[1])


def _show_pulls(
    cursor: dict[str, Any] | None,
    start: list[float] | None,
    _shown: dict[str, Any] | None,
    given: dict[str, Any] | None,
) -> list[Any]:
    scene, point = _with_start(given, start), _point(cursor)
    if point is None:
        return pulls_panel(scene, scene.begin, "at the start")
    return pulls_panel(scene, point, "at the cursor")


def _read_cursor(
    cursor: dict[str, Any] | None,
    _shown: dict[str, Any] | None,
    colours: str | None,
    given: dict[str, Any] | None,
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
