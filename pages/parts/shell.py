"""Shell: what stands around every page, and what stands in the place of one that is not there."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import dash
import dash_mantine_components as dmc
from dash import ALL, ClientsideFunction, Dash, Input, Output, State, dcc, html

from pages.parts.address import address
from pages.parts.aria import named
from pages.parts.page import Page
from pages.parts.theme import MANTINE

__all__ = ["add_shell", "not_found"]


def add_shell(
    app: Dash,
    pages: Sequence[Page],
    actions: Callable[[], Sequence[Any]],
    around: Callable[[Any], Sequence[Any]],
) -> None:
    """Have an app show its pages below one line at the top.

    Parameters
    ----------
    app : Dash
        The app, whose title is in the line.
    pages : sequence of modules
        What the line leads to.
    actions : callable
        Returns the buttons in it that are not the shell's own.
    around : callable
        Takes where the page is shown, and returns what stands below the line.
    """
    # Its links have the base path of a request, which is the same for nearly all of them.
    made = lru_cache(maxsize=16)(lambda _home: _shell(app, pages, actions(), around))
    app.layout = lambda: made(address("/"))
    app.clientside_callback(
        ClientsideFunction("header", "scheme"),
        Output("color-scheme", "computedColorScheme"),
        Input("color-scheme", "computedColorScheme"),
    )
    app.clientside_callback(
        ClientsideFunction("header", "current"),
        Output({"type": "nav-link", "path": ALL}, "aria-current"),
        Input("_pages_location", "pathname"),  # Dash's own
        State({"type": "nav-link", "path": ALL}, "id"),
    )


def _shell(
    app: Dash, pages: Sequence[Page], actions: Sequence[Any], around: Callable[[Any], Sequence[Any]]
) -> Any:
    logo = app.get_asset_url("logo.svg")
    header = html.Header(
        [
            html.A("Skip to the page", href="#page", className="skip-link"),
            dcc.Link(
                [
                    dmc.Image(src=logo, alt="", w=28, h=28, darkHidden=True),
                    dmc.Image(src=f"{logo}#dark", alt="", w=28, h=28, lightHidden=True),
                    html.Span(app.title),
                ],
                href=address("/"),
                className="brand",
            ),
            html.Nav(
                [_link(page) for page in pages if page.NAME], className="nav", **named("Pages")
            ),
            html.Div([*actions, *_buttons()], className="actions"),
        ],
        className="header",
    )
    content = html.Div(dash.page_container, id="page", tabIndex=-1)
    return dmc.MantineProvider([header, *around(content)], theme=MANTINE, defaultColorScheme="auto")


def _link(page: Page) -> Any:
    return dmc.NavLink(
        id={"type": "nav-link", "path": page.PATH},
        label=page.NAME,
        href=address(page.PATH),
        # A page keeps its mark on the pages that it leads to.
        active="exact" if page.PATH == "/" else "partial",
        className="nav-link",
    )


def _buttons() -> list[Any]:
    """Return the buttons that every page has use for."""
    return [
        html.Button(
            "Present",
            id="present-button",
            type="button",
            className="menu-button large-only",
            title="Large type, no controls, full screen (P)",
        ),
        html.Button(
            "?",
            id="keys-button",
            type="button",
            className="menu-button large-only",
            title="All keys (?)",
            **named("Keys"),
        ),
        dmc.ColorSchemeToggle(
            id="color-scheme",
            lightIcon="◐",
            darkIcon="◑",
            variant="default",
            size=32,
            **named("Light or dark"),
        ),
    ]


def not_found(**_query: Any) -> Any:
    """Return what is shown where there is no page."""
    return html.Main(
        [
            html.H1("There is no page here"),
            html.P(
                [
                    "The address may be mistyped. ",
                    dcc.Link("Go to the first page", href=address("/")),
                ]
            ),
        ],
        className="not-found",
    )
