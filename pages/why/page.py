"""The page itself: the question, the claims in a row, the references."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

import dash
import dash_mantine_components as dmc
from dash import ALL, ClientsideFunction, Input, Output, State, dcc, html

from figures.theme import THEMES
from landscapes import CATALOGUE
from pages.parts.aria import named
from pages.parts.frame import framed
from pages.parts.work import PATIENCE, Superseded, ask, owner
from pages.why.claim import Answer, Claim, body, chip, derivation, progress
from pages.why.convexity import CONVEXITY
from pages.why.exclusion import EXCLUSION
from pages.why.labels import LABELS
from pages.why.logarithm import LOGARITHM
from pages.why.optima import OPTIMA, draw_rarity
from pages.why.plateau import PLATEAU
from pages.why.race import RACE
from pages.why.reasons import REASONS
from pages.why.references import REFERENCES
from pages.why.separation import SEPARATION
from pages.workspace.answers import alerts
from pages.workspace.ground import theme_of
from scene import Scene
from scene.descents import unseen
from scene.memory import remembered
from server.job import Progress
from server.jobs import Lane

__all__ = ["CLAIMS", "NAME", "PATH", "TITLE", "layout", "register"]

PATH = "/why"
NAME = "Why log?"
TITLE = "Why log? · Loss landscapes"

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

_DATA = [{"value": recipe.name, "label": recipe.title} for recipe in CATALOGUE.values()]


# Rows that the claims are measured on at most, and up to which the quick ones are quick.
_MOST_ROWS, _QUICK_ROWS = 5000, 1000
# How much larger figures are on a projector or a wide screen, which are seen from farther off.
_WIDE = 1.4


def layout(**query: str) -> html.Div:
    """Return the page for a link's fields; what could not be used is said on it."""
    scene, messages = Scene.from_query(query | {"output": "sigmoid"})
    contents = html.Nav(
        html.Ol(
            [
                html.Li(
                    [
                        html.A(claim.claim.rstrip("."), href=f"#{claim.key}"),
                        html.Span(id=f"why-mark-{claim.key}"),
                    ]
                )
                for claim in CLAIMS
            ]
        ),
        className="why-contents",
        **named("The claims"),
    )
    return html.Div(
        [
            dcc.Store(id="why-scene", data=scene.changes()),
            dcc.Store(id="why-query"),
            dcc.Store(id="why-wide"),
            dcc.Store(id="client", data=uuid.uuid4().hex),
            html.Div(alerts(messages), className="messages", role="status"),
            html.Article(
                [
                    html.H1("Why the logarithm?"),
                    html.P(
                        "A model gave the right class a probability of 0.35. Why is its loss "
                        "−log 0.35, and not (0.35 − 1)²? Does the log only add complexity? Here "
                        "is what is usually answered, claim by claim. Every figure, number and "
                        "verdict is computed now, on the data chosen here unless a claim says "
                        "otherwise; theorems that are cited are named as such.",
                        className="lead",
                    ),
                    html.Div(
                        [
                            dmc.Select(
                                id="why-data",
                                label="Measured on",
                                data=_DATA,
                                value=scene.data,
                                allowDeselect=False,
                                className="why-select",
                            ),
                        ],
                        className="why-data",
                    ),
                    html.P(id="why-source", className="note"),
                    contents,
                    *(_section(i + 1, claim, scene) for i, claim in enumerate(CLAIMS)),
                    html.Section(
                        [
                            html.H2("References"),
                            html.Ul([html.Li(reference) for reference in REFERENCES]),
                        ],
                        className="references",
                    ),
                ],
                className="why",
            ),
        ],
        className="why-page",
        **framed(query),
    )


def _section(number: int, claim: Claim, scene: Scene) -> html.Section:
    controls = [] if claim.controls is None else claim.controls(scene)
    return html.Section(
        [
            html.H2([f"{number}. “{claim.claim}”"]),
            html.Div(id=f"why-verdict-{claim.key}", className="why-verdict", role="status"),
            *(html.P(list(words)) for words in claim.plain),
            html.Div(controls, id=f"why-controls-{claim.key}", className="why-controls"),
            html.Div(
                html.P("Being measured …", className="note"),
                id=f"why-body-{claim.key}",
                className="why-body",
            ),
            *([] if claim.under is None else claim.under()),
            derivation(claim.derivation),
            dcc.Interval(id=f"why-tick-{claim.key}", interval=500, disabled=True),
        ],
        id=claim.key,
        className="claim",
    )


def register(app: dash.Dash) -> None:
    """Attach the page's callbacks to an app."""
    app.callback(
        Output("why-scene", "data"),
        *(Output(f"why-controls-{claim.key}", "children") for claim in _controlled()),
        Input("why-data", "value"),
        prevent_initial_call=True,
    )(_choose)
    app.callback(
        Output("why-source", "children"),
        Output("why-query", "data"),
        Input("why-scene", "data"),
    )(_source)
    app.clientside_callback(
        ClientsideFunction("address", "query"),
        Input("why-query", "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("why", "wide"), Output("why-wide", "data"), Input("why-source", "id")
    )
    for claim in CLAIMS:
        app.callback(
            Output(f"why-body-{claim.key}", "children"),
            Output(f"why-verdict-{claim.key}", "children"),
            Output(f"why-mark-{claim.key}", "children"),
            Output(f"why-tick-{claim.key}", "disabled"),
            Input(f"why-tick-{claim.key}", "n_intervals"),
            Input("why-scene", "data"),
            Input("color-scheme", "computedColorScheme"),
            Input("why-wide", "data"),
            Input({"type": "why-control", "claim": claim.key, "name": ALL}, "value"),
            State({"type": "why-control", "claim": claim.key, "name": ALL}, "id"),
            State("client", "data"),
        )(_measure(claim))

    app.callback(
        Output("why-rarity", "children"),
        Output("why-rarity-tick", "disabled"),
        Input("why-rarity-draw", "n_clicks"),
        Input("why-rarity-tick", "n_intervals"),
        State("client", "data"),
        prevent_initial_call=True,
    )(draw_rarity)


def _controlled() -> list[Claim]:
    return [claim for claim in CLAIMS if claim.controls is not None]


def _choose(name: object) -> tuple[Any, ...]:
    """Return the scene of another data set, and the controls that depend on it."""
    scene, _ = Scene.from_query({"data": name})
    controls = [claim.controls(scene) for claim in _controlled() if claim.controls]
    return (scene.changes(), *controls)


def _scene(given: object) -> Scene:
    fields = dict(given) if isinstance(given, dict) else {}
    return Scene.from_query(fields | {"output": "sigmoid"})[0]


def _source(given: object) -> tuple[str, str]:
    """Return what the data are, and the query that says which."""
    scene = _scene(given)
    data = scene.dataset
    return f"{data.title}. {data.source[0].upper()}{data.source[1:]}.", scene.query()


def _measure(claim: Claim) -> Callable[..., tuple[Any, ...]]:
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

        work = partial(_answered, claim.key, scene, theme.name, own)
        rows = len(scene.dataset)
        if rows > _MOST_ROWS:
            said = f"Claims are measured on {_MOST_ROWS} rows at most; these data have {rows}."
            return html.P(said, className="note"), [], [], True
        line: Lane = "quick" if claim.quick and rows <= _QUICK_ROWS else "heavy"
        # Each claim is a wish of its own kind: all of them are measured at a time.
        try:
            job = ask(owner(client), f"claim-{claim.key}", key, "Being measured", work, line)
            result: Answer | None = job.result(PATIENCE)
        except Superseded:  # asked for again at the next tick
            return dash.no_update, dash.no_update, dash.no_update, False
        if result is None:
            return progress(job.title, job.share), [], [], False
        return (
            body(result, _WIDE if wide is True else 1.0),
            ["Verdict: ", chip(result.verdict)],
            chip(result.verdict),
            True,
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
