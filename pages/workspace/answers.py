"""What the server answers when something on Explore has changed.

Each function reads the browser's record of the controls, calls below, and returns what to show. A
request may be forged: whatever is not what it should be counts as not given.
"""

import hashlib
import time
from typing import Any

import dash
from dash.exceptions import PreventUpdate

from figures.progress import draw_progress
from figures.theme import Theme
from landscapes import Basins, Survey, verdict
from pages.parts.alerts import alerts
from pages.parts.theme import theme_of
from pages.parts.work import BESIDE, PATIENCE, Superseded, jobs, owner
from pages.workspace.controls import data_controls, plane_controls
from pages.workspace.cursor import is_unfolded, point_of, pulled, reading
from pages.workspace.descents import packed
from pages.workspace.ground import (
    Sight,
    basins_of,
    draw_ground,
    fit_of,
    ground_of,
    paths_of,
    surveys_of,
)
from pages.workspace.record import OF_ANY_DATA, TICK, base, fields, with_start
from pages.workspace.words import ground_note
from scene import Scene
from scene.study import Descents, swept
from server.job import SharedJob

__all__ = [
    "cancel",
    "choose_data",
    "draw",
    "set_window",
    "tell",
    "walk",
]


def choose_data(name: str, given: dict[str, Any] | None) -> tuple[Any, ...]:
    """Return the controls of another data set: the rest of the screen's settings stay."""
    kept = {key: value for key, value in fields(given).items() if key in OF_ANY_DATA}
    scene, _ = Scene.from_query(kept | {"data": name})
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


def set_window(*given_all: Any) -> list[Any]:
    """Return the window's four ends, fitted or left empty for the plane's own, a note, the start.

    Another plane leaves the window to itself, and the start too.
    """
    given, start, client = given_all[-3:]
    if dash.ctx.triggered_id != "window-fit":
        another = isinstance(dash.ctx.triggered_id, dict)
        return ["", "", "", "", "", None if another else start]
    try:
        found = fit_of(Scene.from_query(fields(given))[0], owner(client)).result(PATIENCE)
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
    cursor: dict[str, Any] | None,
    quantity: str | None,
    scale: str | None,
    unfolded: int | None,
) -> dict[str, Any]:
    """Return all that a change of the scene has changed, in one answer.

    What is still under way is kept as it is, and follows in another answer when it is there.
    """
    begun = time.monotonic()
    scene, messages = Scene.from_query(fields(given))
    theme, who = theme_of(colours), owner(client)
    try:
        sight: Sight | None = ground_of(scene, who).result(PATIENCE)
        maps, missing = (None, None) if sight is None else _mapped(scene, given, start, who)
        drawn = None if sight is None else _drawn(scene, sight, maps, theme, shown, start, looked)
        moving = with_start(given, start)
        asked = (paths_of(moving, who), surveys_of(scene, who)) if sight is not None else ()
        # Waiting costs nobody anything, and asking once more does; but a picture that is there
        # does not wait for what takes long.
        left = begun + PATIENCE - time.monotonic()
        found, measured = (
            (job.result(max(BESIDE, 0.0 if isinstance(job, SharedJob) else left)) for job in asked)
            if asked
            else (None, None)
        )
    except Superseded:  # a newer request of this browser is on its way, and draws
        raise PreventUpdate from None
    messages = (*messages, missing) if missing else messages
    waits = sight is None or found is None or measured is None
    mapped = scene.ground != "basins" or maps is not None or missing is not None
    return {
        "messages": alerts(messages),
        "view": f"columns view-{scene.view}",
        "idle": mapped and not waits,
        "ground": drawn or _KEPT_GROUND,
        "verdicts": _verdicts(sight, measured),
        "descents": _KEPT_DESCENTS
        if found is None or measured is None
        else _walked(moving, found, measured, quantity, scale, theme),
        "read": _KEPT_READING if found is None else reading(moving, found, point_of(cursor), theme),
        "pulls": dash.no_update
        if found is None or not is_unfolded(unfolded)
        else pulled(moving, found, point_of(cursor)),
    }


_KEPT_GROUND: dict[str, Any] = {
    "figures": [dash.no_update] * 4,
    "headings": [dash.no_update] * 6,
    "source": dash.no_update,
    "note": dash.no_update,
    "ends": [dash.no_update] * 4,
    "shown": dash.no_update,
}
_KEPT_DESCENTS = {"paths": dash.no_update, "progress": dash.no_update}
_KEPT_READING = {"fit": dash.no_update, "note": dash.no_update, "texts": [dash.no_update] * 2}


def _mapped(
    scene: Scene, given: dict[str, Any] | None, start: list[float] | None, who: str
) -> tuple[tuple[Basins, Basins] | None, str | None]:
    """Return the basin maps, where they are asked for and there, or why there are none."""
    if scene.ground != "basins":
        return None, None
    try:
        return basins_of(with_start(given, start), who).result(BESIDE), None
    except ValueError as error:
        return None, f"basins: {error}"
    except Superseded:
        return None, "basins: cancelled"


def _drawn(
    scene: Scene,
    sight: Sight,
    maps: tuple[Basins, Basins] | None,
    theme: Theme,
    shown: dict[str, Any] | None,
    start: list[float] | None,
    looked: dict[str, Any] | None,
) -> dict[str, Any]:
    """Return the four figures and what stands around them, unless they are on the page already."""
    before = shown if isinstance(shown, dict) else {}
    window = [*sight.window.a, *sight.window.b]
    drawn = f"{swept(scene)!r} {scene.height} {scene.arrows} {scene.scale} {scene.ground} "
    drawn += f"{theme.name} {maps is not None and (scene, start)}"
    named: dict[str, Any] = {
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
    if before.get("drawn") == named["shown"]["drawn"]:  # only the descents have changed
        return _KEPT_GROUND | named
    seen = Scene.from_query({"camera": fields(looked).get("camera")})[0]
    drawings, headings = draw_ground(scene, sight.landscapes, maps, theme, seen.camera)
    moved = before.get("window") != window
    return named | {
        # The first time there is nothing on the page to patch.
        "figures": [d.patch(moved) if before else d.encoded() for d in drawings],
        "headings": headings,
        "source": sight.landscapes[0].problem.dataset.source,
        "note": ground_note(scene, sight.landscapes[0], sight.notes, maps),
    }


def _verdicts(sight: Sight | None, found: tuple[Survey, Survey] | None) -> list[Any]:
    """Return the verdict on each landscape; a word on its way where the ground is there before."""
    if found is not None:
        return [*map(verdict, found)]
    return [dash.no_update if sight is None else "Being measured …"] * 2


def _walked(
    scene: Scene,
    found: Descents,
    surveys: tuple[Survey, Survey],
    quantity: str | None,
    scale: str | None,
    theme: Theme,
) -> dict[str, Any]:
    """Return both descents, and the chart of their progress."""
    lowest = [
        None if one.finite_minimum is False or not one.minima else one.minima[0].value
        for one in surveys
    ]
    chart = draw_progress(
        found.paths,
        quantity if quantity in ("loss", "slope") else "loss",
        scale if scale in ("linear", "log") else "linear",
        theme,
    )
    return {"paths": packed(scene, found, (lowest[0], lowest[1])), "progress": chart.encoded()}


def tell(tick: int | None, client: str | None) -> tuple[Any, Any, Any, bool, Any, int]:
    """Say how far the work has come that the page waits for; have it drawn when it is done.

    It answers at once: a class that asks must not take up the threads that draw.
    """
    job = jobs().waiting(owner(client))
    if job is None:
        return "", {"width": "0"}, {"display": "none"}, True, tick, TICK
    share = job.share
    return (
        job.title,
        {"width": f"{100.0 * share:.1f}%"},
        {"display": "flex"},
        False,
        dash.no_update,
        TICK if share else 2 * TICK,  # what waits in line is asked after less often
    )


def cancel(_clicks: int | None, client: str | None) -> None:
    """Stop the work that this browser waits for."""
    jobs().cancel(owner(client))


def walk(
    start: list[float] | None,
    quantity: str | None,
    scale: str | None,
    colours: str | None,
    given: dict[str, Any] | None,
    client: str | None,
) -> dict[str, Any]:
    """Return both descents from another start, and the chart of their progress."""
    scene, who = with_start(given, start), owner(client)
    try:
        asked = paths_of(scene, who), surveys_of(scene, who)
        found, surveys = (job.result(PATIENCE) for job in asked)
    except Superseded:
        raise PreventUpdate from None
    if found is None or surveys is None:  # drawn when they are there
        return _KEPT_DESCENTS | {"idle": False}
    walked = _walked(scene, found, surveys, quantity, scale, theme_of(colours))
    return walked | {"idle": dash.no_update}
