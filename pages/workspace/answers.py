"""What the server answers when something on Explore has changed.

Each function reads the browser's record of the controls, calls below, and returns what to show. A
request may be forged: whatever is not what it should be counts as not given.
"""

import hashlib
from typing import Any

import dash
import dash_mantine_components as dmc
from dash import html
from dash.exceptions import PreventUpdate

from figures.fit import Model, draw_fit, fit_note
from figures.progress import draw_progress
from landscapes import Plane, Restriction, verdict
from pages.parts.work import PATIENCE, Superseded, jobs, owner
from pages.workspace.controls import data_controls, plane_controls
from pages.workspace.descents import packed
from pages.workspace.ground import (
    Sight,
    basins_of,
    draw_ground,
    fit_of,
    ground_note,
    ground_of,
    paths_of,
    surveys_of,
    theme_of,
)
from pages.workspace.pulls import pulls_panel
from scene import Scene
from scene.study import Descents, swept

__all__ = [
    "alerts",
    "base",
    "cancel",
    "choose_data",
    "conclude",
    "draw",
    "read_cursor",
    "set_window",
    "show_pulls",
    "tell",
    "view",
    "walk",
]

# What only the browser moves, and adds to the link itself.
_OF_THE_BROWSER = ("start", "step", "camera", "theme")
# Settings that stay when another data set is chosen; options, plane and window belong to the data.
_OF_ANY_DATA = (
    "output",
    "standardise",
    "penalty",
    "directions",
    "directions_seed",
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


def _fields(given: object) -> dict[str, Any]:
    """Return the browser's record of the controls; nothing where a request was forged."""
    return dict(given) if isinstance(given, dict) else {}


def choose_data(name: str, given: dict[str, Any] | None) -> tuple[Any, ...]:
    """Return the controls of another data set: the rest of the screen's settings stay."""
    fields = {key: value for key, value in _fields(given).items() if key in _OF_ANY_DATA}
    scene, _ = Scene.from_query(fields | {"data": name})
    return (
        data_controls(scene),
        plane_controls(scene),
        scene.data,
        base(scene),
        None,
        f"{scene.pace:g}",
        "",
        None,
    )


def base(scene: Scene) -> dict[str, Any]:
    """Return what the scene sets beyond its defaults, for the browser to lay controls over."""
    # The start travels by itself: it moves without a new sweep.
    changes = scene.changes()
    return {name: value for name, value in changes.items() if name not in _OF_THE_BROWSER}


def view(scene: Scene) -> dict[str, Any]:
    """Return how a link has the page looked at: the camera and the step."""
    return {"camera": scene.camera, "step": scene.step}


def set_window(*given_all: Any) -> list[Any]:
    """Return the window's four ends, fitted or left empty for the plane's own, a note, the start.

    Another plane leaves the window to itself, and the start too.
    """
    given, start, client = given_all[-3:]
    if dash.ctx.triggered_id != "window-fit":
        another = isinstance(dash.ctx.triggered_id, dict)
        return ["", "", "", "", "", None if another else start]
    try:
        found = fit_of(Scene.from_query(_fields(given))[0], owner(client)).result(PATIENCE)
    except Superseded:
        raise PreventUpdate from None
    if found is None:
        return [dash.no_update] * 4 + [
            "The window is being fitted: press again in a moment.",
            start,
        ]
    fitted, minimum = found
    message = (
        "" if minimum else "Cross-entropy has no finite minimum on this plane: framed around 0."
    )
    return [*(fitted.window_a or ()), *(fitted.window_b or ()), message, start]


def draw(
    given: dict[str, Any] | None,
    colours: str | None,
    _ready: int | None,
    start: list[float] | None,
    shown: dict[str, Any] | None,
    client: str | None,
    looked: dict[str, Any] | None,
) -> dict[str, Any]:
    """Return the four figures and what stands around them, or keep them while work is under way."""
    scene, messages = Scene.from_query(_fields(given))
    before = shown if isinstance(shown, dict) else {}
    keep: dict[str, Any] = {
        "figures": [dash.no_update] * 4,
        "headings": [dash.no_update] * 6,
        "source": dash.no_update,
        "ground": dash.no_update,
        "messages": alerts(messages),
        "view": f"columns view-{scene.view}",
        "ends": [dash.no_update] * 4,
        "shown": dash.no_update,
        "idle": True,
    }
    who = owner(client)
    try:
        sight: Sight | None = ground_of(scene, who).result(PATIENCE)
    except Superseded:  # a newer request of this browser is on its way, and draws
        raise PreventUpdate from None
    if sight is None:
        return keep | {"idle": False}
    maps, idle = None, True
    if scene.ground == "basins":
        try:
            maps = basins_of(_with_start(given, start), who).result(PATIENCE)
            idle = maps is not None
        except ValueError as error:
            keep["messages"] = alerts((*messages, f"basins: {error}"))
        except Superseded:
            keep["messages"] = alerts((*messages, "basins: cancelled"))
    theme = theme_of(colours)
    window = [*sight.window.a, *sight.window.b]
    drawn = f"{swept(scene)!r} {scene.height} {scene.arrows} {scene.scale} {scene.ground} "
    drawn += f"{theme.name} {maps is not None and (scene, start)}"
    keep |= {
        "idle": idle,
        "ends": [f"{end:.6g}" for end in window],
        "shown": {
            "query": scene.query(),
            "window": window,
            # Names of files.
            "names": [
                f"{scene.data}-{loss.replace(':', '-').replace('=', '-')}"
                for loss in (scene.left, scene.right)
            ],
            "drawn": hashlib.sha256(drawn.encode()).hexdigest(),
        },
    }
    if before.get("drawn") == keep["shown"]["drawn"]:  # only the descents have changed
        return keep
    seen = Scene.from_query({"camera": _fields(looked).get("camera")})[0]
    drawings, headings = draw_ground(scene, sight.landscapes, maps, theme, seen.camera)
    moved = before.get("window") != window
    return keep | {
        # The first time there is nothing on the page to patch.
        "figures": [d.patch(moved) if before else d.encoded() for d in drawings],
        "headings": headings,
        "source": sight.landscapes[0].problem.dataset.source,
        "ground": ground_note(scene, sight, maps),
    }


def tell(tick: int | None, client: str | None) -> tuple[Any, Any, Any, bool, Any]:
    """Say how far the work has come that the page waits for; have it drawn when it is done.

    It answers at once: a class that asks must not take up the threads that draw.
    """
    job = jobs().waiting(owner(client))
    if job is None:
        return "", {"width": "0"}, {"display": "none"}, True, tick
    return (
        job.title,
        {"width": f"{100.0 * job.share:.1f}%"},
        {"display": "flex"},
        False,
        dash.no_update,
    )


def cancel(_clicks: int | None, client: str | None) -> None:
    """Stop the work that this browser waits for."""
    jobs().cancel(owner(client))


def walk(
    _shown: dict[str, Any] | None,
    start: list[float] | None,
    quantity: str | None,
    scale: str | None,
    colours: str | None,
    given: dict[str, Any] | None,
    client: str | None,
) -> tuple[Any, Any, Any]:
    """Return both descents, the chart of their progress, and whether none is under way."""
    scene, who = _with_start(given, start), owner(client)
    try:
        asked = paths_of(scene, who), surveys_of(scene, who)
        found, surveys = (job.result(PATIENCE) for job in asked)
    except Superseded:
        raise PreventUpdate from None
    if found is None or surveys is None:  # drawn when they are there
        return dash.no_update, dash.no_update, False
    lowest = [
        None if one.finite_minimum is False or not one.minima else one.minima[0].value
        for one in surveys
    ]
    chart = draw_progress(
        found.paths,
        quantity if quantity in ("loss", "slope") else "loss",
        scale if scale in ("linear", "log") else "linear",
        theme_of(colours),
    )
    return packed(scene, found, (lowest[0], lowest[1])), chart.encoded(), dash.no_update


def _with_start(given: dict[str, Any] | None, start: list[float] | None) -> Scene:
    return Scene.from_query(_fields(given) | {"start": start})[0]


def conclude(
    _shown: dict[str, Any] | None, given: dict[str, Any] | None, client: str | None
) -> tuple[Any, ...]:
    """Return the verdict on each landscape, and whether neither is under way."""
    try:
        found = surveys_of(Scene.from_query(_fields(given))[0], owner(client)).result(PATIENCE)
    except Superseded:
        raise PreventUpdate from None
    if found is None:
        return "Being measured …", "Being measured …", False
    return *map(verdict, found), dash.no_update


def _point(cursor: dict[str, Any] | None) -> tuple[float, float] | None:
    """Return the cursor's plane coordinates; None where there is no cursor yet, or a forged one."""
    point: list[Any] = [cursor.get(axis) for axis in "ab"] if isinstance(cursor, dict) else []
    if not point or not all(isinstance(x, (int, float)) and abs(x) < 1e9 for x in point):
        return None
    return float(point[0]), float(point[1])


def show_pulls(
    clicks: int | None,
    cursor: dict[str, Any] | None,
    start: list[float] | None,
    _shown: dict[str, Any] | None,
    given: dict[str, Any] | None,
    client: str | None,
) -> list[Any]:
    """Return the rows that pull hardest at the cursor, or at the start before there is one.

    While they are folded away, nobody waits for them.
    """
    if not (isinstance(clicks, int) and clicks % 2):
        raise PreventUpdate
    scene, point = _with_start(given, start), _point(cursor)
    found = _descended(scene, client)
    where = "at the start" if point is None else "at the cursor"
    theta = _plane(found).at(*(point or found.begin))
    return pulls_panel(scene, found.paths[0].problem, theta, where)


def read_cursor(
    cursor: dict[str, Any] | None,
    _shown: dict[str, Any] | None,
    colours: str | None,
    given: dict[str, Any] | None,
    start: list[float] | None,
    client: str | None,
) -> tuple[Any, str, str, str]:
    """Return the fit with the model at the cursor, and the exact numbers there for both losses."""
    scene = _with_start(given, start)
    theme = theme_of(colours)
    found, point = _descended(scene, client), _point(cursor)
    problem, plane = found.paths[0].problem, _plane(found)
    note = fit_note(problem, at_cursor=point is not None)
    if point is None:
        end = Model(found.paths[1].theta[-1], "the end of the right descent", theme.ink)
        # Rows of many features have no picture without a model, and classes no regions.
        several = len(problem.dataset.features) > 2 or scene.output == "softmax"
        models = [end] if several else []
        return draw_fit(problem, models, theme).encoded(), note, "", ""
    model = Model(plane.at(*point), "model at the cursor", theme.ink)
    names = ", ".join(f"{name} = {x:.4g}" for name, x in zip(plane.names, point, strict=True))
    texts = []
    for key in (scene.left, scene.right):
        at = Restriction(problem, key, plane).evaluate(point[:1], point[1:])
        gradient = ", ".join(f"{g:.4g}" for g in at.gradient[:, 0])
        texts.append(f"{names}: loss {at.value[0]:.6g}, gradient ({gradient})")
    return draw_fit(problem, [model], theme).encoded(), note, texts[0], texts[1]


def _descended(scene: Scene, client: object) -> Descents:
    """Return both descents, or keep what is shown until they are there."""
    try:
        found: Descents | None = paths_of(scene, owner(client)).result(PATIENCE)
    except Superseded:
        found = None
    if found is None:
        raise PreventUpdate
    return found


def _plane(found: Descents) -> Plane:
    plane = found.paths[0].plane
    assert plane is not None  # descended within one
    return plane


def alerts(messages: tuple[str, ...]) -> list[Any]:
    """Return a notice of what could not be used; nothing where all could."""
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
