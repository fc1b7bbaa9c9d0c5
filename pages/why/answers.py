"""What the server answers on the page: the claims, each measured on the data that were chosen.

A request may be forged: whatever is not what it should be counts as not given.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import dash
from dash import html

from figures.theme import THEMES
from pages.parts.theme import theme_of
from pages.parts.work import BESIDE, PATIENCE, Superseded, jobs, owner
from pages.why.claim import IN_LINE, POLLED, Answer, Claim, body, chip, progress
from pages.why.convexity import CONVEXITY
from pages.why.exclusion import EXCLUSION
from pages.why.labels import LABELS
from pages.why.logarithm import LOGARITHM
from pages.why.optima import OPTIMA
from pages.why.plateau import PLATEAU
from pages.why.race import RACE
from pages.why.reasons import REASONS
from pages.why.separation import SEPARATION
from scene import Scene
from scene.descents import unseen
from scene.memory import remembered
from server.job import Progress
from server.jobs import Lane

__all__ = ["CLAIMS", "choose", "controlled", "measure", "tell_source"]

CLAIMS: tuple[Claim, ...] = (
    LOGARITHM,
    CONVEXITY,
    OPTIMA,
    PLATEAU,
    LABELS,
    EXCLUSION,
    RACE,
    SEPARATION,
    REASONS,
)


# Rows that the claims are measured on at most, and up to which the quick ones are quick.
_MOST_ROWS, _QUICK_ROWS = 5000, 1000
# How much larger figures are on a projector or a wide screen, which are seen from farther off.
_WIDE = 1.4


def controlled() -> list[Claim]:
    """Return the claims that have controls of their own."""
    return [claim for claim in CLAIMS if claim.controls is not None]


def choose(name: object) -> tuple[Any, ...]:
    """Return the scene of another data set, and the controls that depend on it."""
    scene, _ = Scene.from_query({"data": name})
    controls = [claim.controls(scene) for claim in controlled() if claim.controls]
    return (scene.changes(), *controls)


def _scene(given: object) -> Scene:
    fields = dict(given) if isinstance(given, dict) else {}
    return Scene.from_query(fields | {"output": "sigmoid"})[0]


def tell_source(given: object) -> tuple[str, str]:
    """Return what the data are, and the query that says which."""
    scene = _scene(given)
    data = scene.dataset
    return f"{data.title}. {data.source[0].upper()}{data.source[1:]}.", scene.query()


def measure(claim: Claim) -> Callable[..., tuple[Any, ...]]:
    """Return the callback that answers one claim."""

    def answer(
        _tick: object,
        given: object,
        colours: object,
        wide: object,
        values: object,
        ids: object,
        client: object,
    ) -> tuple[Any, ...]:
        own: dict[str, Any] = {}
        if isinstance(values, list) and isinstance(ids, list):
            pairs = zip(ids, values, strict=False)
            own = {str(one.get("name")): value for one, value in pairs if isinstance(one, dict)}
        scene, theme = _scene(given), theme_of(colours)
        key = (claim.key, unseen(scene), theme.name, repr(sorted(own.items())))

        first = dash.ctx.triggered_id != f"why-tick-{claim.key}"
        work = partial(_answered, claim.key, scene, theme.name, own)
        rows = len(scene.dataset)
        if rows > _MOST_ROWS:
            said = f"Claims are measured on {_MOST_ROWS} rows at most; these data have {rows}."
            return html.P(said, className="note"), [], [], True, POLLED
        line: Lane = "quick" if claim.quick and rows <= _QUICK_ROWS else "heavy"
        # Each claim is a wish of its own kind: all of them are measured at a time.
        try:
            job = jobs().ask(owner(client), f"claim-{claim.key}", key, "Being measured", work, line)
            # Who asks again and again does not wait: it would take up others' room.
            wait = PATIENCE if line == "quick" else BESIDE
            result: Answer | None = job.result(wait if first else 0.0)
        except Superseded:  # asked for again at the next tick
            return dash.no_update, dash.no_update, dash.no_update, False, POLLED
        if result is None:
            share = job.share
            return progress(job.title, share), [], [], False, POLLED if share else IN_LINE
        return (
            body(result, _WIDE if wide is True else 1.0),
            ["Verdict: ", chip(result.verdict)],
            chip(result.verdict),
            True,
            POLLED,
        )

    return answer


def _answered(key: str, scene: Scene, theme: str, own: dict[str, Any], told: Progress) -> Answer:
    """Measure a claim; in whatever process."""
    claim = next(one for one in CLAIMS if one.key == key)
    found = {} if claim.work is None else {key: _worked(key, told=told)}
    return claim.answer(scene, THEMES[theme], own | found)


@remembered(megabytes=16)
def _worked(key: str, *, told: Progress) -> Any:
    """Do what a claim takes whatever the scene, once."""
    claim = next(one for one in CLAIMS if one.key == key)
    assert claim.work is not None
    return claim.work(told)
