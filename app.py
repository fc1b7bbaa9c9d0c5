"""The app: its server, the shell around its pages, and the command line."""

import argparse
import logging
import os
import re
import signal
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn, Protocol

import dash
import dash_mantine_components as dmc
import waitress
from dash import ALL, ClientsideFunction, Dash, Input, Output, State, dcc, html
from dash.exceptions import DependencyException, InvalidResourceError

import guard
from export import render
from landscapes import compile_in_background
from pages import curves, explore, labels, lessons, regression, softmax, why
from pages.aria import named
from pages.export import export_button, export_dialog
from pages.export import register as register_export
from pages.export_routes import EXPORTS, add_routes
from pages.jobs import JOBS
from pages.lesson_strip import lesson_strip
from pages.parts.index import SCRIPT_HASH, index
from pages.parts.theme import MANTINE
from pages.presets import PRESETS, preset_menu

__all__ = ["PAGES", "create_app", "main"]

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
    pages: Sequence[Page] = PAGES, *, frame_ancestors: Sequence[str] = ("'self'",)
) -> Dash:
    """Return the app, warm: any number of threads may serve its `server` at once.

    Parameters
    ----------
    pages : sequence of modules
        Its pages, in the order of the header.
    frame_ancestors : sequence of str
        Who may show it in a frame, as Content-Security-Policy writes it.
    """
    app = Dash(
        __name__,
        server=guard.make_server(__name__),  # type: ignore[arg-type] # Dash takes a server, too
        title=TITLE,
        update_title="",
        assets_folder=str(Path(__file__).parent / "assets"),
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
    register_export(app)
    add_routes(app.server, f"{app.config.routes_pathname_prefix}export")
    app.index_string = index(app.get_asset_url("logo.svg"))
    app.layout = _shell(app, pages)
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
        absent=(DependencyException, InvalidResourceError),
    )
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
                href=app.get_relative_path("/"),
                className="brand",
            ),
            html.Nav(
                [
                    dmc.NavLink(
                        id={"type": "nav-link", "path": app.get_relative_path(page.PATH)},
                        label=page.NAME,
                        href=app.get_relative_path(page.PATH),
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
    dialog = export_dialog(app.get_relative_path("/export"))
    shell = [header, *lesson_strip(), content, dialog]
    return dmc.MantineProvider(shell, theme=MANTINE, defaultColorScheme="auto")


def _not_found(**_query: Any) -> Any:
    """Return what is shown where there is no page."""
    return html.Main(
        [
            html.H1("There is no page here"),
            html.P(["The address may be mistyped. ", dcc.Link("Go to the first page", href="/")]),
        ],
        className="not-found",
    )


def _port(text: str) -> int:
    """Return a port from the command line."""
    if not (text.isascii() and text.isdigit() and int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: a number from 0 to 65535")
    return int(text)


def _threads(text: str) -> int:
    """Return a number of threads from the command line."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 256):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 256")
    return int(text)


# A source of Content-Security-Policy, as far as frames have a use for it.
_SOURCE = re.compile(r"https?://(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d{1,5})?", re.IGNORECASE)


def _frame_ancestors(text: str) -> tuple[str, ...]:
    """Return who may show the app in a frame, from the command line."""
    words = text.split()
    bad = [word for word in words if word not in ("self", "none") and not _SOURCE.fullmatch(word)]
    if bad or not words or ("none" in words and len(words) > 1):
        raise argparse.ArgumentTypeError(
            f"{text!r} is not self, none, or sites such as 'self https://course.example.org'"
        )
    return tuple(f"'{word}'" if word in ("self", "none") else word for word in words)


def _parser() -> argparse.ArgumentParser:
    """Return the command line."""
    parser = argparse.ArgumentParser(prog="app.py", description=DESCRIPTION)
    parser.add_argument(
        "--host",
        default=os.environ.get("HOST") or "127.0.0.1",
        help="the address to listen on; 0.0.0.0 lets other machines in (now %(default)s)",
    )
    parser.add_argument(
        "--port",
        type=_port,
        default=os.environ.get("PORT") or "8050",
        help="the port to listen on; 0 takes any that is free (now %(default)s)",
    )
    parser.add_argument(
        "--threads",
        type=_threads,
        default="8",
        help="how many requests are answered at once (now %(default)s)",
    )
    parser.add_argument(
        "--frame-ancestors",
        type=_frame_ancestors,
        default=os.environ.get("FRAME_ANCESTORS") or "self",
        metavar="SITES",
        help="who may show a page in a frame, apart by spaces: self, none, https://… "
        "(now %(default)s)",
    )
    commands = parser.add_subparsers(dest="command", title="instead of serving", metavar="render")
    render.add_arguments(
        commands.add_parser("render", help="draw what links show", description=render.ABOUT)
    )
    return parser


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens on an address; the system's errors as OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    # A name such as localhost has both kinds of address; the older one is reached everywhere.
    family, _, _, _, address = min(found, key=lambda entry: entry[0] != socket.AF_INET)
    return socket.create_server(address[:2], family=family, backlog=1024)


def _explain(error: OSError, host: str, port: int) -> str:
    """Return what to say of an address that cannot be listened on."""
    other = port + 1 if 0 < port < 65535 else 8050
    choose = f"choose another with --port {other} (or PORT={other}), or any free one with --port 0"
    if isinstance(error, socket.gaierror):
        return f"There is no host {host}: {error.strerror}; choose another with --host (or HOST)."
    if isinstance(error, PermissionError):
        return f"Port {port} on {host} needs more rights; {choose}."
    if "in use" in str(error).lower():
        return f"Port {port} on {host} is taken; {choose}."
    return f"Cannot listen on {host}, port {port}: {error.strerror}; {choose}."


def _leave(*_: object) -> NoReturn:
    """End the process in order, once."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    JOBS.close()
    EXPORTS.close()
    raise SystemExit(0)


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the app until it is interrupted, and return the exit code."""
    given = _parser().parse_args(arguments)
    if given.command == "render":
        return render.run(given, [(preset.title, preset.scene) for preset in PRESETS])
    try:
        listening = _listen(given.host, given.port)
    except OSError as error:
        print(_explain(error, given.host, given.port), file=sys.stderr)
        return 1
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _leave)

    compile_in_background()  # until the kernels are there, sweeps go without them
    server = create_app(frame_ancestors=given.frame_ancestors).server

    # A class that loads the page at once fills the queue for a moment: nothing to warn of.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    host, port = listening.getsockname()[:2]
    everywhere = host in ("0.0.0.0", "::")
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    more = " (and every other address of this machine)" if everywhere else ""
    print(f"{TITLE}: http://{shown}:{port}{more}", flush=True)
    waitress.serve(
        server,
        sockets=[listening],
        threads=given.threads,
        max_request_body_size=8 * guard.MAX_BODY,  # below it, the guard says what is wrong
        ident=None,
        _quiet=True,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
