"""The app: its server, the shell around its pages, and the command line."""

import argparse
import sys
from collections.abc import Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Protocol

import dash
import dash_mantine_components as dmc
from dash import ALL, ClientsideFunction, Dash, Input, Output, State, dcc, html
from dash.exceptions import DependencyException, InvalidResourceError
from flask import Flask

from export import render
from landscapes import compile_in_background
from landscapes.data.catalogue import make_ready
from pages import curves, explore, labels, lessons, regression, softmax, why
from pages.address import Site, address
from pages.aria import named
from pages.export import export_button, export_dialog
from pages.export import register as register_export
from pages.export_routes import add_routes
from pages.lesson_strip import lesson_strip
from pages.parts.index import SCRIPT_HASH, index
from pages.parts.theme import MANTINE
from pages.presets import PRESETS, preset_menu
from pages.work import attend
from server import guard, listen
from server.arguments import add_arguments
from server.base_path import behind, by_environment, read_base_path
from server.bundle import Bundle

__all__ = ["PAGES", "create_app", "main", "make_server"]

TITLE = "Loss landscapes"
DESCRIPTION = (
    "Squared error and cross-entropy side by side: the loss surfaces of logistic regression, "
    "their gradients, and the paths that descent takes on them."
)


class Page(Protocol):
    """What a module of pages/ offers."""

    @property
    def PATH(self) -> str:  # noqa: N802 - a module's constant
        """Its address, such as "/curves"."""

    @property
    def NAME(self) -> str:  # noqa: N802
        """Its name in the header; empty where another page leads to it."""

    @property
    def TITLE(self) -> str:  # noqa: N802
        """The title of its browser tab."""

    @property
    def __name__(self) -> str: ...

    def layout(self, **query: Any) -> Any:
        """Return its components, for the fields of the address's query."""

    def register(self, app: Dash) -> None:
        """Attach its callbacks."""


PAGES: tuple[Page, ...] = (explore, curves, softmax, regression, labels, why, lessons)


def create_app(
    pages: Sequence[Page] = PAGES,
    *,
    frame_ancestors: Sequence[str] = ("'self'",),
    base_path: str | None = None,
    trusted_proxies: int = 0,
    allowed_hosts: Sequence[str] = (),
) -> Dash:
    """Return the app, warm: any number of threads may serve its `server` at once.

    Parameters
    ----------
    pages : sequence of modules
        Its pages, in the order of the header.
    frame_ancestors : sequence of str
        Who may show it in a frame, as Content-Security-Policy writes it.
    base_path : str, optional
        The path under which a proxy serves it, such as "/user/x/proxy/8050/"; what the environment
        says where left out.
    trusted_proxies : int
        How many proxies stand in front, whose X-Forwarded headers are believed.
    allowed_hosts : sequence of str
        The names under which it may be asked for; where there are none, under any.

    Raises
    ------
    ValueError
        Where the base path is no path, or the number is out of bounds.
    """
    base = read_base_path(by_environment() if base_path is None else base_path)
    assets = Bundle(Path(__file__).parent / "assets")
    app: Dash = Site(
        __name__,
        server=guard.make_server(__name__),
        title=TITLE,
        update_title="",
        assets_folder=str(assets.folder),
        use_pages=True,
        pages_folder="",
        include_pages_meta=False,
        meta_tags=[
            {"name": "description", "content": DESCRIPTION},
            {"name": "color-scheme", "content": "light dark"},
        ],
        serve_locally=True,
        compress=True,
        health_endpoint="healthz",
        enable_mcp=False,
        # Otherwise Dash builds every page at start-up and sends all of them, data included, with
        # each page's HTML, to check the callbacks' ids; tests/test_app.py does that.
        suppress_callback_exceptions=True,
    )
    dash.page_registry.clear()  # which all apps of a process share
    for order, page in enumerate(pages):
        dash.register_page(
            page.__name__,
            path=page.PATH,
            name=page.NAME,
            title=page.TITLE,
            order=order,
            layout=page.layout,
        )
        page.register(app)
    # By this name Dash finds what it shows at every address without a page.
    dash.register_page(
        "not_found_404",
        path="/404",
        title=f"Not found · {TITLE}",
        layout=_not_found,
        order=len(pages),
    )
    behind(app.server, base, trusted_proxies=trusted_proxies)
    register_export(app)
    exports = f"{app.config.routes_pathname_prefix}export"
    add_routes(app.server, exports)
    app.index_string = index()
    # Its links have the base path of a request, which is the same for nearly all of them.
    shell = lru_cache(maxsize=16)(lambda _home: _shell(app, pages))
    app.layout = lambda: shell(address("/"))
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
    guard.protect(
        app.server,
        app.callback_map,
        f"{app.config.routes_pathname_prefix}_dash-update-component",
        frame_ancestors=frame_ancestors,
        allowed_hosts=allowed_hosts,
        own=(exports,),
        absent=(DependencyException, InvalidResourceError),
    )
    # After the guard, which looks at every request first.
    assets.serve(app.server, f"{app.config.routes_pathname_prefix}assets/")
    attend(app.server, f"{app.config.routes_pathname_prefix}gone")
    _warm(app)
    guard.allow_scripts(app.server, [SCRIPT_HASH, *app.csp_hashes()])
    return app


def _warm(app: Dash) -> None:
    """Have Dash set itself up, which it does on the first request and not safely from threads."""
    app.server.config["PROPAGATE_EXCEPTIONS"] = True  # what fails here is to be seen
    with app.server.test_client() as client:
        for path in ("_dash-layout", "_dash-dependencies", ""):
            client.get(app.config.routes_pathname_prefix + path)
    app.server.config["PROPAGATE_EXCEPTIONS"] = None


def _shell(app: Dash, pages: Sequence[Page]) -> Any:
    """Return what stands around every page: one line at the top."""
    logo = app.get_asset_url("logo.svg")
    header = html.Header(
        [
            html.A("Skip to the page", href="#page", className="skip-link"),
            dcc.Link(
                [
                    dmc.Image(src=logo, alt="", w=28, h=28, darkHidden=True),
                    dmc.Image(src=f"{logo}#dark", alt="", w=28, h=28, lightHidden=True),
                    html.Span(TITLE),
                ],
                href=address("/"),
                className="brand",
            ),
            html.Nav(
                [
                    dmc.NavLink(
                        id={"type": "nav-link", "path": page.PATH},
                        label=page.NAME,
                        href=address(page.PATH),
                        # A page keeps its mark on the pages that it leads to.
                        active="exact" if page.PATH == "/" else "partial",
                        className="nav-link",
                    )
                    for page in pages
                    if page.NAME
                ],
                className="nav",
                **named("Pages"),
            ),
            html.Div(
                [
                    export_button(),
                    preset_menu(),
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
                ],
                className="actions",
            ),
        ],
        className="header",
    )
    content = html.Div(dash.page_container, id="page", tabIndex=-1)
    dialog = export_dialog(address("/export"))
    shell = [header, *lesson_strip(), content, dialog]
    return dmc.MantineProvider(shell, theme=MANTINE, defaultColorScheme="auto")


def _not_found(**_query: Any) -> Any:
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


def make_server(given: argparse.Namespace | None = None) -> Flask:
    """Return what is served, as the command line or else the environment says.

    Every process that answers calls it.
    """
    given = given or _parser().parse_args([])
    compile_in_background()  # until the kernels are there, sweeps go without them
    make_ready()
    app = create_app(
        frame_ancestors=given.frame_ancestors,
        base_path=given.base_path,
        trusted_proxies=given.trusted_proxies,
        allowed_hosts=given.allowed_hosts,
    )
    server: Flask = app.server
    return server


def _parser() -> argparse.ArgumentParser:
    """Return the command line."""
    parser = argparse.ArgumentParser(prog="app.py", description=DESCRIPTION)
    add_arguments(parser)
    commands = parser.add_subparsers(dest="command", title="instead of serving", metavar="render")
    render.add_arguments(
        commands.add_parser("render", help="draw what links show", description=render.ABOUT)
    )
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the app until it is interrupted, and return the exit code."""
    given = _parser().parse_args(arguments)
    if given.command == "render":
        return render.run(given, [(preset.title, preset.scene) for preset in PRESETS])
    return listen.serve(
        partial(make_server, given),
        TITLE,
        path=f"{given.base_path}/" if given.base_path else "",
        host=given.host,
        port=given.port,
        workers=given.workers,
        threads=given.threads,
    )


if __name__ == "__main__":
    sys.exit(main())
