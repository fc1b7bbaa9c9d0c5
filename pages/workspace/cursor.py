"""What the server answers when the cursor has moved: the exact numbers there, the fit, the pulls.

A request may be forged: whatever is not what it should be counts as not given.
"""

from typing import Any

from dash.exceptions import PreventUpdate

from figures.fit import Model, draw_fit, fit_note
from figures.theme import Theme
from landscapes import Plane, Restriction
from pages.parts.theme import theme_of
from pages.parts.work import PATIENCE, Superseded, owner
from pages.workspace.ground import paths_of
from pages.workspace.pulls import pulls_panel
from pages.workspace.record import with_start
from scene import Scene
from scene.study import Descents

__all__ = ["is_unfolded", "point_of", "pulled", "read_cursor", "reading", "show_pulls"]


def point_of(cursor: dict[str, Any] | None) -> tuple[float, float] | None:
    """Return the cursor's plane coordinates; None where there is no cursor yet, or a forged one."""
    point: list[Any] = [cursor.get(axis) for axis in "ab"] if isinstance(cursor, dict) else []
    if not point or not all(isinstance(x, (int, float)) and abs(x) < 1e9 for x in point):
        return None
    return float(point[0]), float(point[1])


def is_unfolded(clicks: int | None) -> bool:
    """Whether the panel of pulls is open, by the clicks on its heading."""
    return isinstance(clicks, int) and clicks % 2 == 1


def show_pulls(
    clicks: int | None,
    cursor: dict[str, Any] | None,
    start: list[float] | None,
    given: dict[str, Any] | None,
    client: str | None,
) -> list[Any]:
    """Return the rows that pull hardest at the cursor, or at the start before there is one.

    While they are folded away, nobody waits for them.
    """
    if not is_unfolded(clicks):
        raise PreventUpdate
    scene = with_start(given, start)
    return pulled(scene, _descended(scene, client), point_of(cursor))


def pulled(scene: Scene, found: Descents, point: tuple[float, float] | None) -> list[Any]:
    """Return the rows that pull hardest at a point, or at the descents' start."""
    where = "at the start" if point is None else "at the cursor"
    theta = _plane(found).at(*(point or found.begin))
    return pulls_panel(scene, found.paths[0].problem, theta, where)


def read_cursor(
    cursor: dict[str, Any] | None,
    colours: str | None,
    given: dict[str, Any] | None,
    start: list[float] | None,
    client: str | None,
) -> dict[str, Any]:
    """Return the fit with the model at the cursor, and the exact numbers there for both losses."""
    scene = with_start(given, start)
    return reading(scene, _descended(scene, client), point_of(cursor), theme_of(colours))


def reading(
    scene: Scene, found: Descents, point: tuple[float, float] | None, theme: Theme
) -> dict[str, Any]:
    """Return the fit, with the model at a point if there is one, and both losses' numbers there."""
    problem, plane = found.paths[0].problem, _plane(found)
    note = fit_note(problem, at_cursor=point is not None)
    if point is None:
        end = Model(found.paths[1].theta[-1], "the end of the right descent", theme.ink)
        # Rows of many features have no picture without a model, and classes no regions.
        several = len(problem.dataset.features) > 2 or scene.output == "softmax"
        models = [end] if several else []
        return {"fit": draw_fit(problem, models, theme).encoded(), "note": note, "texts": ["", ""]}
    model = Model(plane.at(*point), "model at the cursor", theme.ink)
    names = ", ".join(f"{name} = {x:.4g}" for name, x in zip(plane.names, point, strict=True))
    texts = []
    for key in (scene.left, scene.right):
        at = Restriction(problem, key, plane).evaluate(point[:1], point[1:])
        gradient = ", ".join(f"{g:.4g}" for g in at.gradient[:, 0])
        texts.append(f"{names}: loss {at.value[0]:.6g}, gradient ({gradient})")
    return {"fit": draw_fit(problem, [model], theme).encoded(), "note": note, "texts": texts}


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
